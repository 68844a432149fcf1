// The table of layers in Chromium.
import { chromium } from "playwright";
import { chromiumArgs, findChromium, howToGetChromium } from "../../scripts/chromium.ts";
import type { ContestantName } from "../contestants/contestant.ts";
import { readLayers } from "../layer.ts";
import { choose, type Options } from "../options.ts";
import { startPage } from "../page/page-contestant.ts";
import { servePage } from "../page/server.ts";
import type { Results } from "../results.ts";
import { forward } from "./forward.ts";

const names: readonly ContestantName[] = ["ours", "ort-web", "tfjs-wasm", "litert", "jax-js"];

export async function page(options: Options, versions: Results["versions"]): Promise<Results["page"]> {
  const executablePath = findChromium();
  if (executablePath === undefined) {
    console.log(`page: no Chromium; ${howToGetChromium}`);
    return undefined;
  }
  const server = await servePage(!options.built);
  const flags = options.revectorize ? ["--expose-gc", "--wasm-revectorize"] : ["--expose-gc"];
  const browser = await chromium.launch({ executablePath, args: [...chromiumArgs, `--js-flags=${flags.join(" ")}`] });
  try {
    const start = names.map((name) => () => {
      const settings = name === "ours" ? options.ours : {};
      return startPage(browser, server.address, { name, settings });
    });
    const rows = await forward(choose(readLayers("layers.json"), options), start, options.protocol, versions);
    return { browser: `Chromium ${browser.version()}`, rows };
  } finally {
    await browser.close();
    await server.close();
  }
}
