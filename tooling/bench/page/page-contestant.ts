// A contestant in a page of its own, which Chromium gives a process of its own.
import type { Browser } from "playwright";
import type { ContestantName, Settings } from "../contestants/contestant.ts";
import { asks, type Handle } from "../protocol/contestant-handle.ts";
import type { Session } from "../protocol/session.ts";

export interface PageOptions {
  readonly name: ContestantName;
  readonly settings?: Partial<Settings>;
}

export async function startPage(browser: Browser, address: string, { name, settings }: PageOptions): Promise<Handle> {
  // A context is a profile: pages of two contexts share no process.
  const context = await browser.newContext();
  const page = await context.newPage();
  const all: Settings = { threads: 1, peers: "/peers/", ...settings };
  await page.goto(`${address}?name=${name}&settings=${encodeURIComponent(JSON.stringify(all))}`);
  const carry = (ask: string, args: readonly unknown[]) =>
    page.evaluate(
      async ([question, given]) => {
        const session = (await window.session) as unknown as Record<string, (...args: readonly unknown[]) => unknown>;
        return session[question]!(...given);
      },
      [ask, args] as const,
    );
  return { label: name, ask: asks<Session>(carry), close: () => context.close() };
}
