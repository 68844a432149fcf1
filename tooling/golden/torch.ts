// Real PyTorch (Debian's python3-torch) in a process of its own, which is asked about rows, a list at a time.
import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { Golden } from "@toeplitz/conformance";
import type { DrawnCase } from "@toeplitz/conformance/drawn";
import { fingerprint, type Row } from "@toeplitz/conformance/rows";

/** What PyTorch said to a list of rows; `failed` counts those that it refused although they say that it does not, or the reverse. */
export type Answer = Golden & { readonly failed: number };

/** A row as PyTorch is asked about it. */
type Question = Pick<Row, "id" | "torch" | "inputs" | "grad"> & {
  readonly error: boolean | null;
  readonly hash: string;
};

/** The question that a row puts; with `error` null PyTorch decides whether it refuses. */
export function question(row: Row, error: boolean | null = row.error !== false): Question {
  const { id, torch, inputs, grad } = row;
  return { id, torch, inputs, grad, error, hash: fingerprint(row) };
}

/** PyTorch decides about what was spoiled; it has to accept every other drawn case. */
export const drawnQuestion = ({ kind, row }: DrawnCase): Question => question(row, kind === "spoiled" ? null : false);

export class Torch {
  readonly #python = process.env.TOEPLITZ_PYTHON ?? "/usr/bin/python3";
  readonly #process: ChildProcess;
  readonly #answers: AsyncIterator<string>;

  constructor() {
    this.#process = spawn(this.#python, [fileURLToPath(new URL("record.py", import.meta.url))], {
      stdio: ["pipe", "pipe", "inherit"],
      // Some of PyTorch's texts list a set, whose order would change from run to run.
      env: { ...process.env, PYTHONDONTWRITEBYTECODE: "1", PYTHONHASHSEED: "0" },
    });
    // A Python that is missing, or ends for want of PyTorch, shows as an answer that never comes.
    this.#process.on("error", () => {});
    this.#process.stdin!.on("error", () => {});
    this.#answers = createInterface({ input: this.#process.stdout! })[Symbol.asyncIterator]();
  }

  /** Answers come in the order of the questions; the next list may be sent before they are there. */
  async ask(questions: readonly Question[]): Promise<Answer> {
    this.#process.stdin!.write(`${JSON.stringify(questions)}\n`);
    const { value, done } = await this.#answers.next();
    if (done) {
      throw new Error(
        `${this.#python} gave no answer. Debian's python3-torch and python3-numpy are needed (apt-get install python3-torch ` +
          "python3-numpy), or the path of a Python that has them in TOEPLITZ_PYTHON.",
      );
    }
    return JSON.parse(value);
  }

  close(): void {
    this.#process.stdin!.end();
  }
}
