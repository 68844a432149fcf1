// Run in a page of its own by policy.browser.test.ts: reports to the page around it what it makes of the accelerator.
import { report } from "./report.ts";

addEventListener("message", ({ data }: MessageEvent<{ module: WebAssembly.Module }>) => {
  try {
    parent.postMessage({ report: report(data.module) }, "*");
  } catch (error) {
    parent.postMessage({ error: String(error) }, "*");
  }
});
parent.postMessage({ ready: true }, "*");
