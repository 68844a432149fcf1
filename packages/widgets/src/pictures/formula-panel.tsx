// The sum behind what is lit, term by term, in the same hues. A term lights its own factors alone, under a pointer or by keys.
// biome-ignore-all lint/a11y/noNoninteractiveTabindex: a term is read, and shows where it stands
import {
  type Colouring,
  formulaOf,
  type Highlight,
  isWorkedOut,
  type Operand,
  type Scene,
  sameFocus,
  type Term,
  type Theme,
  weightColour,
} from "@toeplitz/figures";
import { Fragment, type KeyboardEvent, useLayoutEffect, useRef, useState } from "react";
import type { Spotlight } from "../state/spotlight.ts";
import { PinnedNumber } from "./pinned-number.tsx";

interface FormulaPanelProps {
  readonly scene: Scene;
  readonly highlight: Highlight | null;
  readonly spotlight: Spotlight;
  readonly colouring: Colouring;
  readonly theme: Theme;
  readonly onEdit: (side: Operand, index: number, value: number) => void;
}

/** More terms are counted, not written out. */
const mostTerms = 45;
/** More of them are written smaller. */
const many = 12;

export function FormulaPanel({ scene, highlight, spotlight, colouring, theme, onEdit }: FormulaPanelProps) {
  const { words } = scene;
  /** The term that Tab comes to. */
  const [stop, setStop] = useState(0);
  const panel = useRef<HTMLElement>(null);
  const place = JSON.stringify(highlight?.focus);
  // Where a long one scrolls, the next is read from its beginning.
  useLayoutEffect(() => {
    if (panel.current !== null) panel.current.scrollTop = 0;
  }, [place]);
  if (highlight === null) return <section className="formula" aria-label={words.regions.formula} data-part="formula" />;
  const formula = formulaOf(scene, highlight, mostTerms);
  const { kind, terms, addends, count, rest, samples, subject, value, symbol } = formula;
  const { pin } = spotlight;
  const editable =
    pin !== null && sameFocus(pin, highlight.focus) && pin.on !== "entry" && !isWorkedOut(scene, pin.on)
      ? { on: pin.on, index: pin.index }
      : null;
  const colour = (term: Term) =>
    colouring === "weight" ? weightColour(scene.geometry, term.weight, theme) : undefined;
  return (
    <section ref={panel} className="formula" aria-label={words.regions.formula} data-part="formula">
      <p className="formula-subject">
        {editable === null ? (
          <span className="number">
            {subject} = {kind === "entry" ? symbol : value}
          </span>
        ) : (
          <PinnedNumber
            name={subject}
            value={scene[editable.on].values[editable.index]!}
            onValue={(next) => onEdit(editable.on, editable.index, next)}
          />
        )}{" "}
        {kind === "entry" ? (
          <span className="quiet">{symbol === "0" ? words.noTap : `= ${value}`}</span>
        ) : (
          <span className="quiet">{words.lead(kind, count, samples, kind === "sum" && addends.length > 0)}</span>
        )}
      </p>
      {kind !== "entry" && (
        <ol className="terms" data-many={count > many} onKeyDown={walk}>
          {terms.map((term, i) => (
            <Fragment key={`${term.output},${term.input},${term.weight}`}>
              {samples > 1 && term.sample !== terms[i - 1]?.sample && (
                <li className="term-sample">{words.sample(term.sample)}</li>
              )}
              <li
                data-term
                tabIndex={i === Math.min(stop, terms.length - 1) ? 0 : -1}
                style={{ backgroundColor: colour(term) }}
                onPointerEnter={() => spotlight.point(term)}
                onPointerLeave={() => spotlight.point(null)}
                onFocus={() => {
                  setStop(i);
                  spotlight.point(term);
                }}
                onBlur={() => spotlight.point(null)}
              >
                <span>
                  {kind === "reaches"
                    ? `${term.resultName} ← ${term.otherName}`
                    : term.factors.map(({ name }) => name).join("·")}
                  {kind === "meets" ? ` → ${term.resultName}` : ""}
                </span>
                <span>{term.factors.map(({ value: factor }) => factor).join("·")}</span>
              </li>
            </Fragment>
          ))}
          {rest > 0 && <li className="quiet">{words.more(rest)}</li>}
          {addends.map(({ name, value: number }) => (
            <li key={name} className="addend">
              <span>
                {kind === "sum" ? "+ " : ""}
                {name}
              </span>
              <span>{number}</span>
            </li>
          ))}
          {(kind === "sum" || kind === "gathers") && (
            <li className="total">
              <span>{subject}</span>
              <span>= {value}</span>
            </li>
          )}
        </ol>
      )}
    </section>
  );
}

/** Arrow keys go from term to term. */
function walk(event: KeyboardEvent<HTMLElement>): void {
  const terms = [...event.currentTarget.querySelectorAll<HTMLElement>("[data-term]")];
  const at = terms.indexOf(document.activeElement as HTMLElement);
  const last = terms.length - 1;
  const steps: Record<string, number> = {
    ArrowLeft: at - 1,
    ArrowUp: at - 1,
    ArrowRight: at + 1,
    ArrowDown: at + 1,
    Home: 0,
    End: last,
  };
  const to = steps[event.key];
  if (at < 0 || to === undefined) return;
  event.preventDefault();
  terms[Math.max(0, Math.min(last, to))]!.focus();
}
