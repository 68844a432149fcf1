// Ten thousand times the same work, each kind: nothing gathers; and what gathers would be noticed.
import { expect, test } from "vitest";
import { library } from "../library.ts";
import { figures, gathering, load } from "./load.ts";
import { works } from "./works.ts";

const timeout = 300_000;

test.each(works.map((work) => [work.name, work] as const))("%s: 10,000 times", { timeout }, async (name, work) => {
  const report = await load(work, 10_000);
  // biome-ignore lint/suspicious/noConsole: the figures are what this is for.
  console.log(figures(name, report));
  expect(gathering(report), JSON.stringify(report.living)).toEqual([]);
});

test("what is kept is noticed: one result in ten, and ports that keep a process", async () => {
  const kept: unknown[] = [];
  const ports: BroadcastChannel[] = [];
  const x = library.randn([1, 1, 64, 64]);
  const begin = async () => (i: number) => {
    const y = library.conv2d(x, x);
    if (i % 10 !== 0) return;
    kept.push(x.add(y));
    ports.push(new BroadcastChannel("kept"));
  };
  const found = await load({ name: "kept", round: 1, begin }, 1000).then(gathering);
  for (const port of ports) port.close();
  expect(found.join()).toMatch(/arrayBuffers: .*resources that keep the process/);
  expect(kept.length).toBe(150);
});
