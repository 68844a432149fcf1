// PyTorch as a contestant: a Python process of one thread, whose operands and results are files.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fingerprint } from "../agreement.ts";
import type { Mode } from "../contestants/contestant.ts";
import { asks, type Handle } from "./contestant-handle.ts";
import { startLines } from "./json-lines.ts";
import type { Session } from "./session.ts";

/** Where a file of this name may be written. */
export type FileOf = (name: string) => string;

/**
 * @param program answers the questions
 * @param operands writes what a task needs, and gives the arguments of the program's `prepare`
 * @returns null where that Python has no PyTorch
 */
export async function startPyTorch<T>(
  python: string,
  program: string,
  operands: (task: T, file: FileOf) => Promise<readonly unknown[]> | readonly unknown[],
): Promise<Handle<T> | null> {
  const lines = startLines(python, [program]);
  const folder = mkdtempSync(path.join(tmpdir(), "toeplitz-bench-"));
  const file = (name: string) => path.join(folder, name);
  const carry = (ask: string, args: readonly unknown[]) => lines.ask(ask, ...args);
  const close = async () => {
    rmSync(folder, { recursive: true, force: true });
    await lines.close();
  };
  const plain = asks<Session<T>>(carry);
  try {
    await plain.versions();
  } catch {
    await close();
    return null;
  }
  const overFiles = {
    async prepare(task: T) {
      return carry("prepare", await operands(task, file));
    },
    async compute(mode: Mode) {
      await carry("compute", [mode, file("result")]);
      const bytes = readFileSync(file("result"));
      return fingerprint(new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4));
    },
  };
  const ask = new Proxy(plain, {
    get: (target, name) => Reflect.get(overFiles, name) ?? target[name as keyof Session<T>],
  });
  return { label: "pytorch", ask, close };
}
