// Runs the benchmark: contestants in workers of their own take turns, as in `pnpm bench`. Ends when it is ended.
import { readLayers } from "../../../../tooling/bench/layer.ts";
import { operandsOf } from "../../../../tooling/bench/operands.ts";
import { asks, type Handle } from "../../../../tooling/bench/protocol/contestant-handle.ts";
import { type LayerRow, measure, type Protocol } from "../../../../tooling/bench/protocol/rounds.ts";
import type { Session } from "../../../../tooling/bench/protocol/session.ts";
import { referenceAt, samplePositions } from "../../../../tooling/bench/reference.ts";
import { outputShape, product } from "../../../../tooling/bench/shapes.ts";
import type { Answer, Question } from "./contestant-worker.ts";
import type { Entrant } from "./contestants.ts";

export interface Request {
  readonly entrants: readonly Entrant[];
  readonly layers: readonly string[];
}

export type Report =
  | { readonly kind: "begins"; readonly layer: string }
  | { readonly kind: "row"; readonly row: LayerRow }
  | { readonly kind: "failed"; readonly message: string }
  | { readonly kind: "done"; readonly versions: Readonly<Record<string, string>> };

const protocol: Protocol = {
  patience: { warmUp: 150, warmUpAtMost: 1500, sample: 20 },
  rounds: 3,
  samples: 3,
  settle: 10,
};

const report = (told: Report) => postMessage(told);

function start({ label, settings }: Entrant): Handle {
  const worker = new Worker(new URL("./contestant-worker.ts", import.meta.url), { type: "module" });
  const waiting = new Map<number, (answer: Answer) => void>();
  worker.onmessage = ({ data }: MessageEvent<Answer>) => {
    waiting.get(data.id)?.(data);
    waiting.delete(data.id);
  };
  worker.onerror = ({ message }) => {
    for (const [id, resolve] of waiting) resolve({ id, failure: message ?? "its script did not load" });
    waiting.clear();
  };
  worker.postMessage(settings);
  let asked = 0;
  const carry = async (ask: string, args: readonly unknown[]) => {
    const id = ++asked;
    const answered = new Promise<Answer>((resolve) => waiting.set(id, resolve));
    worker.postMessage({ id, ask, args } satisfies Question);
    const answer = await answered;
    if ("failure" in answer) throw new Error(answer.failure);
    return answer.answer;
  };
  return { label, ask: asks<Session>(carry), close: async () => worker.terminate() };
}

async function run({ entrants, layers }: Request): Promise<void> {
  const handles = entrants.map(start);
  const versions: Record<string, string> = {};
  for (const handle of handles) versions[handle.label] = Object.values(await handle.ask.versions()).join(", ");
  for (const layer of readLayers("layers.json").filter(({ name }) => layers.includes(name))) {
    report({ kind: "begins", layer: layer.name });
    const reference = referenceAt(layer, operandsOf(layer), samplePositions(product(outputShape(layer))));
    report({ kind: "row", row: await measure(layer, handles, () => reference, protocol) });
  }
  report({ kind: "done", versions });
}

addEventListener("message", ({ data }: MessageEvent<Request>) => {
  run(data).catch((error: unknown) => report({ kind: "failed", message: String(error) }));
});
