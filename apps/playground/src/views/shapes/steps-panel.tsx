// From one size to another: every setting that leads there, the one that leads back, and both as code.

import { type SizeStep, stepBack, stepRemarks, stepsBetween } from "@toeplitz/figures";
import { NumberField, Segmented } from "@toeplitz/widgets";
import { useMemo } from "react";
import { CopyCode } from "../../components/copy-code.tsx";
import { shapeLimits } from "../../state/shapes.ts";
import type { ShapesProps } from "./shapes-view.tsx";
import { arithmeticLink, stepCode, stepPrograms, stepTorchCode } from "./step-text.ts";

/** More are one setting away, and nobody reads them. */
const shownMost = 40;

const sameStep = (a: SizeStep, b: SizeStep | null) => JSON.stringify(a) === JSON.stringify(b);

export function StepsPanel({ shapes, onShapes }: ShapesProps) {
  const { transposed, from, to, most } = shapes;
  const steps = useMemo(() => stepsBetween(from, to, transposed, most), [from, to, transposed, most]);
  const chosen = steps.find((step) => sameStep(step, shapes.chosen)) ?? steps[0] ?? null;
  const size = (name: "from" | "to", label: string) => (
    <NumberField
      label={label}
      title={label}
      value={shapes[name]}
      least={shapeLimits.size[0]}
      most={shapeLimits.size[1]}
      onChange={(value) => onShapes({ ...shapes, [name]: value })}
    />
  );
  const limit = (name: "kernel" | "stride" | "dilation") => (
    <span className="limit">
      {name} up to{" "}
      <NumberField
        label={`largest ${name}`}
        title={name}
        value={most[name]}
        least={shapeLimits[name][0]}
        most={shapeLimits[name][1]}
        onChange={(value) => onShapes({ ...shapes, most: { ...most, [name]: value } })}
      />
    </span>
  );
  return (
    <section className="steps" aria-labelledby="steps-title">
      <h2 id="steps-title">From one size to another</h2>
      <div className="question number">
        {size("from", "size before")}
        <span aria-hidden="true">→</span>
        {size("to", "size after")}
        <Segmented
          label="Direction"
          value={transposed ? "transposed" : "convolution"}
          choices={[
            { value: "convolution", text: "Convolution" },
            { value: "transposed", text: "Transposed" },
          ]}
          onChange={(value) => onShapes({ ...shapes, transposed: value === "transposed" })}
        />
        <button type="button" onClick={() => onShapes({ ...shapes, transposed: !transposed, from: to, to: from })}>
          and back
        </button>
      </div>
      <p className="limits">
        {limit("kernel")}
        {limit("stride")}
        {limit("dilation")}
      </p>
      <p role="status">
        {steps.length === 0
          ? `No ${transposed ? "transposed " : ""}convolution within these limits leads from ${from} to ${to}.`
          : `${steps.length} ${steps.length === 1 ? "way" : "ways"}, the plainest first.`}
      </p>
      {chosen !== null && (
        <div className="table-scroll">
          <table className="number">
            <thead>
              <tr>
                <th scope="col">
                  <span className="unseen">choice</span>
                </th>
                <th scope="col">kernel</th>
                <th scope="col">stride</th>
                <th scope="col">padding</th>
                <th scope="col">dilation</th>
                {transposed && (
                  <th scope="col" data-beneath="">
                    output padding
                  </th>
                )}
                <th scope="col" data-beneath="">
                  and back
                </th>
              </tr>
            </thead>
            <tbody>
              {steps.slice(0, shownMost).map((step) => (
                <Row
                  key={JSON.stringify(step)}
                  step={step}
                  from={from}
                  chosen={step === chosen}
                  onChoose={() => onShapes({ ...shapes, chosen: step })}
                />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {steps.length > shownMost && <p className="quiet">{steps.length - shownMost} more are not shown.</p>}
      {chosen !== null && <Chosen step={chosen} from={from} />}
    </section>
  );
}

interface RowProps {
  readonly step: SizeStep;
  readonly from: number;
  readonly chosen: boolean;
  readonly onChoose: () => void;
}

function Row({ step, from, chosen, onChoose }: RowProps) {
  const back = stepBack(from, step);
  const { kernel, stride, padding, dilation, outputPadding } = step;
  return (
    <tr data-chosen={chosen}>
      <td>
        <button type="button" aria-pressed={chosen} aria-label={`choose ${stepCode(step)}`} onClick={onChoose}>
          choose
        </button>
      </td>
      <td>{kernel}</td>
      <td>{stride}</td>
      <td>{padding}</td>
      <td>{dilation}</td>
      {step.transposed && <td data-beneath="output padding">{outputPadding}</td>}
      <td data-beneath="and back:">
        {back === null ? "no way" : back.outputPadding === 0 ? "same settings" : `output padding ${back.outputPadding}`}
      </td>
    </tr>
  );
}

/** What the step is as code, what leads back, and what is odd about it. */
function Chosen({ step, from }: { readonly step: SizeStep; readonly from: number }) {
  const back = stepBack(from, step);
  const link = arithmeticLink(step, from);
  const lines: readonly (readonly [string, string])[] = [
    ["TypeScript", stepCode(step)],
    ["PyTorch", stepTorchCode(step)],
    ...(back === null
      ? []
      : ([
          ["and back, TypeScript", stepCode(back, true)],
          ["and back, PyTorch", stepTorchCode(back, true)],
        ] as const)),
  ];
  return (
    <section className="code-note number" aria-label="The chosen step">
      {lines.map(([title, code]) => (
        <p key={title}>
          <span className="quiet">{title}</span> <code>{code}</code>
        </p>
      ))}
      <CopyCode code={stepPrograms(step, back, from)} of="the step" />
      {stepRemarks(step).map((remark) => (
        <p key={remark} className="remark">
          It {remark}.
        </p>
      ))}
      {link !== null && (
        <p>
          <a href={link}>See it in Arithmetic</a>
        </p>
      )}
    </section>
  );
}
