// A chapter's exercise: a question, a field for each number asked for, and a verdict that the library gives.
import { type FormEvent, useId, useState } from "react";
import type { ChapterName } from "../course/chapters.ts";
import { exercises, type Verdict } from "../course/exercises.ts";

const whole = /^[-−]?\d{1,6}$/;

export function Exercise({ chapter }: { readonly chapter: ChapterName }) {
  const { question, fields, check } = exercises[chapter];
  const id = useId();
  const [texts, setTexts] = useState<readonly string[]>(fields.map(() => ""));
  const [verdict, setVerdict] = useState<Verdict | null>(null);
  const complete = texts.every((text) => whole.test(text.trim()));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setVerdict(
      complete
        ? check(texts.map((text) => Number(text.trim().replace("−", "-"))))
        : { right: false, sentence: "A whole number belongs into each field." },
    );
  };
  return (
    <form className="exercise toeplitz not-content" onSubmit={submit}>
      <p>{question}</p>
      <div className="answers">
        {fields.map((field, i) => (
          <label key={field} htmlFor={`${id}${i}`}>
            <span>{field}</span>
            <input
              id={`${id}${i}`}
              className="number-field"
              inputMode="numeric"
              autoComplete="off"
              value={texts[i]}
              onChange={(event) => {
                setTexts(texts.map((text, j) => (j === i ? event.target.value : text)));
                setVerdict(null);
              }}
            />
          </label>
        ))}
        <button type="submit" className="strong">
          Check
        </button>
      </div>
      <p role="status" className="verdict" data-right={verdict?.right}>
        {verdict === null ? "" : `${verdict.right ? "Right." : "Not yet."} ${verdict.sentence}`}
      </p>
    </form>
  );
}
