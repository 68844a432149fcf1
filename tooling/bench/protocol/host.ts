// The process of one contestant: `host.ts NAME SETTINGS`. Questions come and answers go over Node's IPC channel.

import type { ContestantName, Settings } from "../contestants/contestant.ts";
import { loadContestant } from "../contestants/load.ts";
import { peak } from "./peak.ts";
import { sessionOf } from "./session.ts";

const [name, settings] = process.argv.slice(2) as [ContestantName, string];
const session = { ...sessionOf(await loadContestant(name, JSON.parse(settings) as Settings)), peak };

process.on("message", async ({ id, ask, args }: { id: number; ask: keyof typeof session; args: unknown[] }) => {
  try {
    process.send!({ id, answer: await (session[ask] as (...args: unknown[]) => unknown)(...args) });
  } catch (error) {
    process.send!({ id, failure: String(error) });
  }
});
process.send!({ id: 0 });
