// The worker of one contestant: first it is told its settings, then it is asked what a session answers.
import type { Settings } from "../../../../tooling/bench/contestants/contestant.ts";
import { ours } from "../../../../tooling/bench/contestants/ours.ts";
import { type Session, sessionOf } from "../../../../tooling/bench/protocol/session.ts";

export interface Question {
  readonly id: number;
  readonly ask: string;
  readonly args: readonly unknown[];
}

export type Answer = { readonly id: number } & ({ readonly answer: unknown } | { readonly failure: string });

let session: Promise<Session> | null = null;

/** One way to call is enough for a reader: arrays in, arrays out. */
async function start(settings: Settings): Promise<Session> {
  const whole = sessionOf(await ours(settings));
  return {
    ...whole,
    async prepare(layer) {
      const prepared = await whole.prepare(layer);
      return "modes" in prepared ? { modes: ["call"] } : prepared;
    },
  };
}

addEventListener("message", async ({ data }: MessageEvent<Settings | Question>) => {
  if (!("ask" in data)) {
    session = start(data);
    return;
  }
  const { id, ask, args } = data;
  try {
    const asked = (await session) as unknown as Record<string, (...args: readonly unknown[]) => unknown>;
    postMessage({ id, answer: await asked[ask]?.(...args) } satisfies Answer);
  } catch (error) {
    postMessage({ id, failure: String(error) } satisfies Answer);
  }
});
