// The sum behind what is lit, term by term, in the same hues.
import {
  type Colouring,
  type Formula,
  formulaOf,
  type Highlight,
  type Scene,
  type Term,
  type Theme,
  weightColour,
} from "@toeplitz/figures";
import type { Spotlight } from "../../state/spotlight.ts";

interface FormulaPanelProps {
  readonly scene: Scene;
  readonly highlight: Highlight | null;
  readonly spotlight: Spotlight;
  readonly colouring: Colouring;
  readonly theme: Theme;
}

const lead: Readonly<Record<Formula["kind"], string>> = {
  sum: "is the sum of",
  reaches: "goes into",
  meets: "takes part in",
  entry: "holds",
};

export function FormulaPanel({ scene, highlight, spotlight, colouring, theme }: FormulaPanelProps) {
  if (highlight === null) return <section className="formula" aria-label="Formula" />;
  const formula = formulaOf(scene, highlight);
  const { kind, terms, subject, value, symbol } = formula;
  const colour = (term: Term) =>
    colouring === "weight" ? weightColour(scene.geometry, term.weight, theme) : undefined;
  return (
    <section className="formula" aria-label="Formula">
      <p className="formula-subject">
        <span className="number">
          {subject} = {kind === "entry" ? symbol : value}
        </span>{" "}
        {kind === "entry" ? (
          <span className="quiet">{symbol === "0" ? "no tap joins this input and this output" : `= ${value}`}</span>
        ) : (
          <span className="quiet">
            {lead[kind]} {terms.length} {kind === "sum" ? "products" : kind === "reaches" ? "sums" : "products"}
          </span>
        )}
      </p>
      {kind !== "entry" && (
        <ol className="terms">
          {terms.map((term) => (
            <li
              key={`${term.output},${term.input},${term.weight}`}
              style={{ backgroundColor: colour(term) }}
              onPointerEnter={() => spotlight.pin !== null && spotlight.hover({ on: "weight", index: term.weight })}
            >
              <span>
                {kind === "reaches"
                  ? `${term.outputName} ← ${term.weightName}`
                  : `${term.weightName}·${term.inputName}`}
                {kind === "meets" ? ` → ${term.outputName}` : ""}
              </span>
              <span>
                {term.weightValue}·{term.inputValue}
              </span>
            </li>
          ))}
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
