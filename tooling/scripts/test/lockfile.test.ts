// The lockfile check finds a missing platform binary and an address.
import { expect, test } from "vitest";
import { lockfileProblems, npmLockfileProblems } from "../lockfile.ts";

const all = ["darwin-arm64", "darwin-64", "windows-64", "linux-64", "linux-arm64"];
const lockfile = (platforms: string[]) =>
  ["packages:", "", ...platforms.flatMap((name) => [`  '@turbo/${name}@2.11.9':`, "    cpu: [x]", ""])].join("\n");

test("a complete lockfile passes", () => {
  expect(lockfileProblems(lockfile(all))).toEqual([]);
});

test("a missing binary is a problem", () => {
  expect(lockfileProblems(lockfile(all.slice(1)))).toEqual(["@turbo@2.11.9 lacks its macOS arm64 binary"]);
});

test("an address is a problem", () => {
  expect(lockfileProblems(`${lockfile(all)}\n    tarball: http://example.test/x.tgz`)).toEqual([
    "line 18 holds an address: tarball: http://example.test/x.tgz",
  ]);
});

test("a lockfile of another form is a problem", () => {
  expect(lockfileProblems("packages:\n")).toHaveLength(1);
});

test("an npm lockfile holds no addresses", () => {
  const entry = { version: "1.0.0", integrity: "sha512-x" };
  const text = (more: object) => JSON.stringify({ packages: { "node_modules/a": { ...entry, ...more } } }, null, 2);
  expect(npmLockfileProblems(text({}))).toEqual([]);
  expect(npmLockfileProblems(text({ resolved: "https://example.test/a.tgz" }))).toHaveLength(1);
});
