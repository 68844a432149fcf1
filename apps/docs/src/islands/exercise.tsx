// A chapter's exercise: a question, a field for each number asked for, and a verdict that the library gives.
import { type FormEvent, useId, useState } from "react";
import type { ChapterName } from "../course/chapters.ts";
import { judge, type Verdict } from "../course/exercises.ts";
import { type Language, words } from "../words/languages.ts";

const whole = /^[-−]?\d{1,6}$/;

interface ExerciseProps {
  readonly chapter: ChapterName;
  readonly lang?: Language;
}

export function Exercise({ chapter, lang = "en" }: ExerciseProps) {
  const { exercise: says, exercises } = words[lang];
  const { question, fields } = exercises[chapter];
  const id = useId();
  const [texts, setTexts] = useState<readonly string[]>(fields.map(() => ""));
  const [verdict, setVerdict] = useState<Verdict | null>(null);
  const complete = texts.every((text) => whole.test(text.trim()));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setVerdict(
      complete
        ? judge(
            chapter,
            texts.map((text) => Number(text.trim().replace("−", "-"))),
            exercises,
          )
        : { right: false, sentence: says.incomplete },
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
          {says.check}
        </button>
      </div>
      <p role="status" className="verdict" data-right={verdict?.right}>
        {verdict === null ? "" : `${verdict.right ? says.right : says.wrong} ${verdict.sentence}`}
      </p>
    </form>
  );
}
