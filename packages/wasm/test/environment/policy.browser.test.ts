// Pages with a Content-Security-Policy, in a real browser: one that allows WebAssembly, and one that does not.
import { expect, test } from "vitest";
import { kernelBytes } from "../../src/kernels/bytes.ts";
import type { Report } from "./report.ts";

/** What a page reports that has this policy for scripts, beside those of this origin. */
function reportUnder(allowed: string): Promise<Report> {
  // Modules that this page has compiled may be used where none may be.
  const module = new WebAssembly.Module(kernelBytes());
  const frame = document.createElement("iframe");
  const policy = `default-src 'none'; connect-src 'self'; script-src 'self' ${allowed}`;
  frame.srcdoc = `<!doctype html><meta http-equiv="Content-Security-Policy" content="${policy}">
    <script type="module" src="${new URL("./page.ts", import.meta.url)}"></script>`;
  return new Promise((resolve, reject) => {
    addEventListener("message", function told({ source, data }) {
      if (source !== frame.contentWindow) return;
      if (data.ready) {
        frame.contentWindow?.postMessage({ module }, "*");
        return;
      }
      removeEventListener("message", told);
      frame.remove();
      if (data.report) resolve(data.report);
      else reject(new Error(data.error));
    });
    document.body.append(frame);
  });
}

const levels = ["default", "high", "deterministic"] as const;

test("a policy that allows WebAssembly", async () => {
  const there = await reportUnder("'wasm-unsafe-eval'");
  for (const level of levels) expect(there[level].status).toMatchObject({ backend: "wasm", level });
  expect(there.default.fingerprint).not.toBe(there.portable.fingerprint);
  expect(there.deterministic.fingerprint).toBe(there.portable.fingerprint);
});

test("a policy that does not: portable results, the directive is named, and compiled modules serve", async () => {
  const there = await reportUnder("");
  for (const level of levels) {
    expect(there[level].status).toMatchObject({ backend: "portable" });
    expect(there[level].status.reason).toContain("script-src 'wasm-unsafe-eval'");
    expect(there[level].fingerprint).toBe(there.portable.fingerprint);
  }
  expect(there.created.status).toMatchObject({ backend: "wasm", simd: "plain" });
  expect(there.created.fingerprint).toBe(there.portable.fingerprint);
});
