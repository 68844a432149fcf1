// The training of the page, with a worker that only listens: what it is told, and who is answered.
import { beforeEach, expect, it, vi } from "vitest";
import { firstTraining } from "../src/state/training.ts";
import { session } from "../src/views/train/training-session.ts";

interface Listener {
  readonly told: { kind: string }[];
  onmessage: ((event: { data: unknown }) => void) | null;
  onerror: (() => void) | null;
}

const workers = vi.hoisted((): Listener[] => []);

vi.mock("../src/start-worker.ts", () => ({
  startWorker: () => {
    const told: { kind: string }[] = [];
    const worker = {
      told,
      onmessage: null,
      onerror: null,
      postMessage: (request: { kind: string }) => told.push(request),
      terminate: () => {},
    };
    workers.push(worker);
    return worker;
  },
}));

beforeEach(() => {
  workers.length = 0;
  session.reset(firstTraining);
});

const newest = () => workers.at(-1)!;

it("answers who waits for weights, also when they are forgotten or the worker dies", async () => {
  const answered = session.weights();
  newest().onmessage!({ data: { kind: "weights", bytes: new ArrayBuffer(8) } });
  expect((await answered)?.size).toBe(8);
  const forgotten = session.weights();
  session.reset(firstTraining);
  expect(await forgotten).toBeNull();
  const lost = session.weights();
  newest().onerror!();
  expect(await lost).toBeNull();
  expect(session.snapshot().state).toBe("broken");
});

it("starts with the settings that are shown, however lately they were changed", () => {
  newest().onmessage!({ data: { kind: "ready", steps: 160 } });
  const changed = { ...firstTraining, seed: 7 };
  session.go(changed, 5);
  expect(newest().told).toEqual([
    { kind: "begin", training: changed },
    { kind: "go", until: 5 },
  ]);
  const started = workers.length;
  session.configure(changed);
  session.configure({ ...changed, verdicts: "wrong" });
  session.go({ ...changed, until: 5 }, null);
  expect(workers).toHaveLength(started);
  expect(session.snapshot().state).toBe("running");
});

it("rests where it was paused or done, with its own settings alone, and nowhere while it runs", () => {
  const tell = (data: unknown) => newest().onmessage!({ data });
  tell({ kind: "ready", steps: 160 });
  expect(session.restsAt(firstTraining)).toBeNull();
  session.go(firstTraining, 5);
  expect(session.restsAt(firstTraining)).toBeNull();
  tell({ kind: "paused", step: 5 });
  expect(session.restsAt({ ...firstTraining, until: 5 })).toBe(5);
  expect(session.restsAt({ ...firstTraining, seed: 7 })).toBeNull();
  session.go({ ...firstTraining, until: 5 }, null);
  expect(session.restsAt(firstTraining)).toBeNull();
  tell({ kind: "paused", step: 160 });
  expect(session.restsAt({ ...firstTraining, until: 5 })).toBe(160);
});
