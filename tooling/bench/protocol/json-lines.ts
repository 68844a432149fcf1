// A program that is asked by JSON lines on its stdin and answers with JSON lines on its stdout.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

export interface Lines {
  /** Asks one question; throws what the program says went wrong, or what it wrote to stderr when it ended. */
  ask(question: string, ...args: readonly unknown[]): Promise<unknown>;
  close(): Promise<void>;
}

export function startLines(program: string, args: readonly string[]): Lines {
  const child: ChildProcess = spawn(program, args, {
    stdio: ["pipe", "pipe", "pipe"],
    env: { ...process.env, OMP_NUM_THREADS: "1" },
  });
  let complaint = "";
  child.stderr!.on("data", (chunk) => {
    complaint += chunk;
  });
  child.on("error", () => {});
  child.stdin!.on("error", () => {});
  const lines = createInterface({ input: child.stdout! })[Symbol.asyncIterator]();
  return {
    async ask(ask, ...given) {
      child.stdin!.write(`${JSON.stringify({ ask, args: given })}\n`);
      const line = await lines.next();
      if (line.done) throw new Error(`${program} ended: ${complaint}`);
      const { answer, failure } = JSON.parse(line.value) as { answer?: unknown; failure?: string };
      if (failure !== undefined) throw new Error(failure);
      return answer;
    },
    async close() {
      if (child.exitCode !== null || child.pid === undefined) return;
      child.kill();
      await once(child, "exit");
    },
  };
}

/** The other side, in Node.js: answers with these functions until stdin ends. */
export async function answerLines(questions: Readonly<Record<string, (...args: never[]) => unknown>>): Promise<void> {
  for await (const line of createInterface({ input: process.stdin })) {
    const { ask, args } = JSON.parse(line) as { ask: string; args: never[] };
    try {
      console.log(JSON.stringify({ answer: (await questions[ask]!(...args)) ?? null }));
    } catch (error) {
      console.log(JSON.stringify({ failure: String(error) }));
    }
  }
}
