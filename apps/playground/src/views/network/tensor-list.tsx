// All tensors of a file, by name; those with planes as pictures.
import { mostOf, type Theme } from "@toeplitz/figures";
import { useEffect, useState } from "react";
import { moveFocus } from "../../components/arrow-focus.ts";
import { SmallMultiples } from "../../components/small-multiples.tsx";
import { ValueLegend } from "../../components/value-legend.tsx";
import type { NetworkClient } from "./network-client.ts";
import type { Planes, TensorLine, WeightSource } from "./network-messages.ts";

interface TensorListProps {
  readonly tensors: readonly TensorLine[];
  readonly source: WeightSource;
  readonly client: NetworkClient;
  readonly theme: Theme;
  readonly onTensor: (name: string) => void;
}

export function TensorList({ tensors, source, client, theme, onTensor }: TensorListProps) {
  const [name, setName] = useState(() => (tensors.find(({ shape }) => shape.length === 4) ?? tensors[0])?.name ?? null);
  const [planes, setPlanes] = useState<Planes | string | null>(null);
  useEffect(() => {
    if (name === null) return;
    onTensor(name);
    let current = true;
    setPlanes(null);
    client.ask("tensor", { source, name }).then(
      (answer) => current && setPlanes(answer),
      (error: Error) => current && setPlanes(error.message),
    );
    return () => {
      current = false;
    };
  }, [client, source, name, onTensor]);
  const most = planes === null || typeof planes === "string" ? 0 : mostOf([...extremes(planes.values)]);
  return (
    <section className="tensors" aria-label="Tensors">
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would not scroll in all browsers */}
      <div role="group" aria-label="Tensors by name" className="tensor-names" onKeyDown={moveFocus}>
        {tensors.map((tensor) => (
          <button
            key={tensor.name}
            type="button"
            aria-pressed={tensor.name === name}
            tabIndex={tensor.name === name ? 0 : -1}
            onClick={() => setName(tensor.name)}
          >
            <span>{tensor.name}</span>
            <span className="number quiet">
              [{tensor.shape.join(", ")}] {tensor.dtype}
            </span>
          </button>
        ))}
      </div>
      {typeof planes === "string" && <p role="alert">{planes}</p>}
      {planes !== null && typeof planes !== "string" && planes.count > 0 && planes.values.length > 0 && (
        <div>
          <SmallMultiples
            {...planes}
            {...{ most, theme }}
            label={`${name}, as pictures`}
            noun="plane"
            chosen={0}
            onChoose={null}
            tile={planes.count === 1 ? 512 : 48}
          />
          <ValueLegend {...{ most, theme }} />
        </div>
      )}
    </section>
  );
}

function extremes(values: Float32Array): readonly [number, number] {
  return values.reduce<[number, number]>(([least, most], v) => [Math.min(least, v), Math.max(most, v)], [0, 0]);
}
