// A stack of convolutions: sizes, receptive fields, and the cone that one output sees.

import { coneLayoutOf, type FieldRow, receptiveFields, type StackLayer } from "@toeplitz/figures";
import { NumberField } from "@toeplitz/widgets";
import type { RefObject } from "react";
import { ToeplitzError } from "toeplitz";
import { type Code, CodeNote } from "../../components/code-note.tsx";
import { shapeLimits } from "../../state/shapes.ts";
import { Cone } from "./cone.tsx";
import type { ShapesProps } from "./shapes-view.tsx";

const fields = ["kernel", "stride", "padding", "dilation"] as const;

/** The rows up to the first layer that does not fit, and what the library says to that one. */
function rowsOf(input: number, stack: readonly StackLayer[]): { rows: FieldRow[]; problem: string | null } {
  for (let count = stack.length; ; count--) {
    try {
      const rows = receptiveFields(input, stack.slice(0, count));
      return { rows, problem: count === stack.length ? null : refusal(input, stack.slice(0, count + 1)) };
    } catch (error) {
      if (!(error instanceof ToeplitzError)) throw error;
    }
  }
}

function refusal(input: number, stack: readonly StackLayer[]): string {
  try {
    receptiveFields(input, stack);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  return "";
}

interface StackProps extends ShapesProps {
  /** Where the picture stands that can be taken away. */
  readonly picture: RefObject<HTMLDivElement | null>;
  readonly code: Code;
}

export function StackPanel({ shapes, onShapes, picture, code }: StackProps) {
  const { input, stack } = shapes;
  const { rows, problem } = rowsOf(input, stack);
  const last = rows.at(-1)!;
  const change = (index: number, layer: Partial<StackLayer>) =>
    onShapes({ ...shapes, stack: stack.map((old, i) => (i === index ? { ...old, ...layer } : old)) });
  const full = stack.length >= shapeLimits.layers[1];
  return (
    <section className="stack" aria-labelledby="stack-title">
      <h2 id="stack-title">What one output sees</h2>
      <div ref={picture} className="cone-frame">
        <Cone layout={coneLayoutOf(rows, stack.slice(0, rows.length - 1))} field={last.field} size={input} />
      </div>
      <p className="sentence">
        After {rows.length - 1} {rows.length === 2 ? "layer" : "layers"} one output depends on{" "}
        <strong>{last.field}</strong> of {input} inputs; its neighbour&rsquo;s window begins{" "}
        <strong>{last.jump}</strong> further.
      </p>
      <p role="status" className="problem-line">
        {problem === null ? "" : `Layer ${rows.length}: ${problem}`}
      </p>
      <div className="table-scroll">
        <table className="number">
          <thead>
            <tr>
              <th scope="col">layer</th>
              {fields.map((name) => (
                <th scope="col" key={name}>
                  {name}
                </th>
              ))}
              <th scope="col" data-beneath="">
                size
              </th>
              <th scope="col" data-beneath="">
                sees
              </th>
              <th scope="col">
                <span className="unseen">remove</span>
              </th>
            </tr>
          </thead>
          <tbody>
            <tr>
              <th scope="row">input</th>
              <td colSpan={4} />
              <td data-beneath="size">
                <NumberField
                  label="input size of the stack"
                  title="input size"
                  value={input}
                  least={shapeLimits.input[0]}
                  most={shapeLimits.input[1]}
                  onChange={(value) => onShapes({ ...shapes, input: value })}
                />
              </td>
              <td data-beneath="sees">1</td>
              <td />
            </tr>
            {stack.map((layer, index) => (
              <tr key={index} data-refused={index + 1 >= rows.length}>
                <th scope="row">{index + 1}</th>
                {fields.map((name) => (
                  <td key={name}>
                    <NumberField
                      label={`layer ${index + 1} ${name}`}
                      title={name}
                      value={layer[name]}
                      least={shapeLimits[name][0]}
                      most={shapeLimits[name][1]}
                      invalid={index + 1 === rows.length}
                      onChange={(value) => change(index, { [name]: value })}
                    />
                  </td>
                ))}
                <td data-beneath="size">{rows[index + 1]?.size ?? "–"}</td>
                <td data-beneath="sees">{rows[index + 1]?.field ?? "–"}</td>
                <td>
                  <button
                    type="button"
                    aria-label={`remove layer ${index + 1}`}
                    onClick={() => onShapes({ ...shapes, stack: stack.filter((_, i) => i !== index) })}
                  >
                    remove
                  </button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <button
        type="button"
        disabled={full}
        onClick={() =>
          onShapes({ ...shapes, stack: [...stack, stack.at(-1) ?? { kernel: 3, stride: 1, padding: 1, dilation: 1 }] })
        }
      >
        Add a layer
      </button>
      <CodeNote code={code} />
    </section>
  );
}
