// What a reader does with a snippet: run it, change it, stop it, put it back. Until then it shows what a test says that it prints.
import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { type Outcome, type Run, runSnippet, secondsAllowed } from "../sandbox/run-snippet.ts";
import { type Language, words } from "../words/languages.ts";

interface RunnableProps {
  readonly code: string;
  readonly printed: string;
  readonly lang: Language;
}

type State = Outcome | { readonly type: "untouched" } | { readonly type: "running" };

export function Runnable({ code, printed, lang }: RunnableProps) {
  const says = words[lang].snippet;
  const id = useId();
  const [text, setText] = useState<string | null>(null);
  const [lines, setLines] = useState<readonly string[]>([printed]);
  const [state, setState] = useState<State>({ type: "untouched" });
  const current = useRef<Run | null>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const running = state.type === "running";
  const editing = text !== null;

  useEffect(() => () => current.current?.stop(), []);
  useEffect(() => {
    if (editing) field.current?.focus();
  }, [editing]);

  const start = () => {
    current.current?.stop();
    setLines([]);
    setState({ type: "running" });
    // A run that is no longer the current one has nothing to say.
    const run: Run = runSnippet(text ?? code, (line) => {
      if (current.current === run) setLines((before) => [...before, line]);
    });
    current.current = run;
    run.ended.then((outcome) => current.current === run && setState(outcome));
  };
  const toggle = () => {
    if (!editing) return setText(code);
    current.current?.stop();
    current.current = null;
    setText(null);
    setLines([printed]);
    setState({ type: "untouched" });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    start();
  };

  return (
    <>
      {editing && (
        <textarea
          ref={field}
          className="snippet-editor not-content"
          aria-label={says.code}
          spellCheck={false}
          autoCapitalize="off"
          autoComplete="off"
          wrap="off"
          rows={text.split("\n").length}
          value={text}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={onKeyDown}
        />
      )}
      <div className="snippet-run toeplitz not-content">
        <p className="snippet-ways">
          <button
            type="button"
            className="strong"
            aria-describedby={id}
            onClick={running ? () => current.current?.stop() : start}
          >
            {running ? says.stop : says.run}
          </button>
          <button type="button" onClick={toggle}>
            {editing ? says.reset : says.edit}
          </button>
          <span id={id} role="status" className="quiet">
            {sentence(state, lines.length)}
          </span>
        </p>
        {(lines.length > 0 || state.type === "failed") && (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard
          <section className="snippet-printed" aria-label={says.prints} tabIndex={0}>
            <pre>{lines.join("\n")}</pre>
            {state.type === "failed" && (
              <p className="snippet-error">
                {state.line !== null && says.line(state.line)}
                {state.sentence}
              </p>
            )}
          </section>
        )}
      </div>
    </>
  );

  function sentence(now: State, printedLines: number): string {
    switch (now.type) {
      case "untouched":
        return says.untouched;
      case "running":
        return says.running;
      case "done":
        return printedLines === 0 ? says.nothing : says.done(Math.max(1, Math.round(now.milliseconds)));
      case "failed":
        return "";
      case "stopped":
        return says.stopped;
      case "late":
        return says.late(secondsAllowed);
    }
  }
}
