// PyTorch as a contestant of the backward passes: a Python process of one thread.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { fingerprint } from "../agreement.ts";
import type { Mode } from "../contestants/contestant.ts";
import type { Layer } from "../layer.ts";
import { gradOutputOf, operandsOf } from "../operands.ts";
import { asks, type Handle } from "../protocol/contestant-handle.ts";
import type { Session } from "../protocol/session.ts";
import { outputShape, weightShape } from "../shapes.ts";

/** Null where that Python has no PyTorch. */
export async function startPyTorch(python: string): Promise<Handle | null> {
  const child = spawn(python, [fileURLToPath(new URL("gradients.py", import.meta.url))], {
    stdio: ["pipe", "pipe", "pipe"],
    env: { ...process.env, OMP_NUM_THREADS: "1" },
  });
  let complaint = "";
  child.stderr.on("data", (chunk) => {
    complaint += chunk;
  });
  child.on("error", () => {});
  child.stdin.on("error", () => {});
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const folder = mkdtempSync(path.join(tmpdir(), "toeplitz-bench-"));
  const file = (name: string) => path.join(folder, name);

  async function carry(ask: string, args: readonly unknown[]): Promise<unknown> {
    child.stdin.write(`${JSON.stringify({ ask, args })}\n`);
    const line = await lines.next();
    if (line.done) throw new Error(`${python} ended: ${complaint}`);
    const { answer, failure } = JSON.parse(line.value) as { answer?: unknown; failure?: string };
    if (failure !== undefined) throw new Error(failure);
    return answer;
  }

  const close = async () => {
    rmSync(folder, { recursive: true, force: true });
    if (child.exitCode !== null || child.pid === undefined) return;
    child.kill();
    await once(child, "exit");
  };

  const plain = asks<Session>(carry);
  try {
    await plain.versions();
  } catch {
    await close();
    return null;
  }
  const overFiles: Partial<typeof plain> = {
    prepare: (layer: Layer) => carry("prepare", writeOperands(layer, file)) as ReturnType<typeof plain.prepare>,
    async compute(mode: Mode) {
      await carry("compute", [mode, file("result")]);
      const bytes = readFileSync(file("result"));
      return fingerprint(new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4));
    },
  };
  const ask = new Proxy(plain, {
    get: (target, name) => overFiles[name as keyof Session] ?? target[name as keyof Session],
  });
  return { label: "pytorch", ask, close };
}

/** Arguments of `prepare`: the layer, shapes by name, files by name. */
function writeOperands(layer: Layer, file: (name: string) => string): unknown[] {
  const { x, weight } = operandsOf(layer);
  const arrays = { x, weight, gradOutput: gradOutputOf(layer) };
  const shapes = { x: layer.x, weight: weightShape(layer), gradOutput: outputShape(layer) };
  const files: Record<string, string> = {};
  for (const [name, array] of Object.entries(arrays)) {
    files[name] = file(name);
    writeFileSync(file(name), array);
  }
  return [layer, shapes, files];
}
