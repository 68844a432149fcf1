// The headers of the site: every inline script is named by its hash, the playground and the sandbox have their own, and what is written is what is read.
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { readHeaders, writeHeaders } from "../hosting/headers-file.ts";

const script = "document.title = '<script>';";
const site = mkdtempSync(path.join(tmpdir(), "site-"));

beforeAll(async () => {
  mkdirSync(path.join(site, "guides"));
  mkdirSync(path.join(site, "playground"));
  mkdirSync(path.join(site, "sandbox"));
  writeFileSync(
    path.join(site, "guides/index.html"),
    `<body data-code="<script>no</script>"><script>${script}</script>`,
  );
  writeFileSync(path.join(site, "playground/index.html"), "<script>theirs</script>");
  writeFileSync(
    path.join(site, "sandbox/frame.html"),
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'"><script>the frame's</script>`,
  );
  await writeHeaders(site);
});
afterAll(() => rmSync(site, { recursive: true }));

const policyOf = (pathname: string) => readHeaders(site)(pathname)["Content-Security-Policy"] ?? "";

it("names the inline scripts that there are, and no others", () => {
  const hash = createHash("sha256").update(script).digest("base64");
  expect(policyOf("/guides/")).toContain(`script-src 'self' 'wasm-unsafe-eval' 'sha256-${hash}';`);
  expect(policyOf("/guides/any/page/")).toBe(policyOf("/"));
});

it("gives the playground what its own preview sends: no inline styles, no hashes", () => {
  const policy = policyOf("/playground/index.html");
  expect(policy).toContain("style-src 'self';");
  expect(policy).not.toMatch(/sha256|unsafe-inline/);
});

it("sends the sandbox's own policy with it, wherever it is opened, and allows its script nowhere else", () => {
  expect(policyOf("/sandbox/frame.html")).toBe("default-src 'none'; frame-ancestors 'self'; sandbox allow-scripts");
  expect(policyOf("/").match(/sha256/g)).toHaveLength(1);
});

it("isolates every page", () => {
  for (const pathname of ["/", "/guides/", "/playground/", "/sandbox/frame.html"]) {
    expect(readHeaders(site)(pathname)).toMatchObject({
      "Cross-Origin-Opener-Policy": "same-origin",
      "Cross-Origin-Embedder-Policy": "require-corp",
      "X-Content-Type-Options": "nosniff",
    });
  }
});
