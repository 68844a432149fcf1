// The sum behind what is lit, term by term, in the same hues.
import {
  type Colouring,
  formulaOf,
  type Highlight,
  type Scene,
  type Side,
  sameFocus,
  type Term,
  type Theme,
  weightColour,
} from "@toeplitz/figures";
import { Fragment } from "react";
import type { Spotlight } from "../state/spotlight.ts";
import { PinnedNumber } from "./pinned-number.tsx";

interface FormulaPanelProps {
  readonly scene: Scene;
  readonly highlight: Highlight | null;
  readonly spotlight: Spotlight;
  readonly colouring: Colouring;
  readonly theme: Theme;
  readonly onEdit: (side: Side, index: number, value: number) => void;
}

/** More terms are counted, not written out. */
const mostTerms = 45;

export function FormulaPanel({ scene, highlight, spotlight, colouring, theme, onEdit }: FormulaPanelProps) {
  const { words } = scene;
  if (highlight === null) return <section className="formula" aria-label={words.regions.formula} data-part="formula" />;
  const formula = formulaOf(scene, highlight, mostTerms);
  const { kind, terms, count, samples, subject, value, symbol } = formula;
  const { pin } = spotlight;
  const editable =
    pin !== null && sameFocus(pin, highlight.focus) && pin.on !== "entry" && pin.on !== scene.result
      ? { on: pin.on, index: pin.index }
      : null;
  const colour = (term: Term) =>
    colouring === "weight" ? weightColour(scene.geometry, term.weight, theme) : undefined;
  return (
    <section className="formula" aria-label={words.regions.formula} data-part="formula">
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
          <span className="quiet">{words.lead(kind, count, samples)}</span>
        )}
      </p>
      {kind !== "entry" && (
        <ol className="terms">
          {terms.map((term, i) => (
            <Fragment key={`${term.output},${term.input},${term.weight}`}>
              {samples > 1 && term.sample !== terms[i - 1]?.sample && (
                <li className="term-sample">{words.sample(term.sample)}</li>
              )}
              <li
                style={{ backgroundColor: colour(term) }}
                onPointerEnter={() => spotlight.pin !== null && spotlight.hover({ on: "weight", index: term.weight })}
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
          {count > terms.length && <li className="quiet">{words.more(count - terms.length)}</li>}
          {kind === "sum" && (
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
