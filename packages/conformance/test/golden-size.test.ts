// All golden data of the repository together stay small enough to clone with the code.
import { execFileSync } from "node:child_process";
import { statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const root = new URL("../../../", import.meta.url);

/** Files that git knows in folders of golden data, but for the programs that record them. */
const recorded = execFileSync("git", ["ls-files", "-z", "--", ":(glob)**/golden/**"], { cwd: fileURLToPath(root) })
  .toString()
  .split("\0")
  .filter((name) => name !== "" && !name.startsWith("tooling/golden/"));

it("is less than 3 MB of golden data, all tracked files together", () => {
  const folders = new Set(recorded.map((name) => name.slice(0, name.lastIndexOf("/"))));
  expect([...folders]).toEqual(
    expect.arrayContaining(["packages/conformance/golden", "packages/conv/test/fixtures/golden"]),
  );
  const bytes = recorded.map((name) => statSync(new URL(name, root), { throwIfNoEntry: false })?.size ?? 0);
  expect(bytes.reduce((sum, size) => sum + size, 0)).toBeLessThan(3_000_000);
});
