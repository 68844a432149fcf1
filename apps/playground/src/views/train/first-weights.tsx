// The weights that look at the picture itself, as they form: kernels, or a picture for each class.
import { mostOf, type Theme } from "@toeplitz/figures";
import { fashionClasses } from "@toeplitz/networks";
import { SmallMultiples } from "../../components/small-multiples.tsx";
import { ValueLegend } from "../../components/value-legend.tsx";
import type { Filters } from "./training-messages.ts";

interface FirstWeightsProps {
  readonly filters: Filters;
  readonly theme: Theme;
}

export function FirstWeights({ filters: { of, count, side, values }, theme }: FirstWeightsProps) {
  const most = mostOf([...values]);
  const kernels = of === "kernel";
  return (
    <section className="filters" aria-label="Filters">
      <h2>{kernels ? `The ${count} filters of the first layer` : "What each class weighs the pixels with"}</h2>
      {!kernels && <p className="quiet small">{fashionClasses.join(", ")}</p>}
      <SmallMultiples
        {...{ values, count, most, theme }}
        height={side}
        width={side}
        label={kernels ? "Filters of the first layer" : `Weights of the classes ${fashionClasses.join(", ")}`}
        noun={kernels ? "filter" : "class"}
        chosen={0}
        onChoose={null}
        tile={kernels ? 48 : 84}
      />
      <ValueLegend {...{ most, theme }} />
    </section>
  );
}
