// `pnpm bench`: measures this library beside its peers, prints tables and bars, and keeps the figures. `--help` tells the flags.
import { execFileSync } from "node:child_process";
import { availableParallelism, cpus, loadavg } from "node:os";
import { fileURLToPath } from "node:url";
import { installLocked } from "../scripts/install-locked.ts";
import { type Options, readOptions, type SectionName, usage } from "./options.ts";
import type { Runtime } from "./protocol/child.ts";
import { buildPackages, builtRuntime, runtimeOf, sourceRuntime, versionOf } from "./protocol/runtime.ts";
import { load, publish, save } from "./report/files.ts";
import { report } from "./report/report.ts";
import type { Results } from "./results.ts";
import { backward } from "./sections/backward.ts";
import { coldStarts } from "./sections/cold.ts";
import { networks } from "./sections/networks.ts";
import { page } from "./sections/page.ts";
import { peakShares } from "./sections/peak.ts";
import { sizes } from "./sections/size.ts";
import { layerTable, node20, revectorized, threads, tiny } from "./sections/tables.ts";
import { training } from "./sections/training.ts";

const needBuild: readonly SectionName[] = ["cold", "size", "node20"];

async function run(options: Options, command: string): Promise<Results> {
  if (options.build && (options.built || options.sections.some((name) => needBuild.includes(name)))) buildPackages();
  const runtime: Runtime =
    options.node !== undefined ? await runtimeOf(options.node) : options.built ? builtRuntime : sourceRuntime;
  const results: Results = {
    command,
    machine: {
      processor: cpus()[0]?.model ?? "unknown processor",
      cores: availableParallelism(),
      node: versionOf(runtime.node),
      load: loadavg()[0]!,
    },
    versions: {},
    rounds: options.protocol.rounds,
  };
  const { versions } = results;
  const measures: Record<SectionName, () => Promise<unknown> | unknown> = {
    layers: () => layerTable("layers.json", options, runtime, versions),
    tiny: () => tiny(options, runtime, versions),
    cold: () => coldStarts(runtime.node, 7),
    size: sizes,
    backward: () => backward(options, runtime, versions),
    networks: () => networks(options, runtime, versions),
    training: () => training(options, runtime, versions),
    peak: () => peakShares(options, runtime),
    threads: () => threads(options, runtime, versions),
    node20: () => node20(options, versions),
    revectorized: () => revectorized(options, runtime, versions),
    more: () => layerTable("more-layers.json", options, runtime, versions),
    page: () => page(options, versions),
  };
  for (const name of options.sections) {
    console.log(`\n${name}`);
    const measured = await measures[name]();
    if (measured !== undefined) Object.assign(results, { [name]: measured });
  }
  return results;
}

const args = process.argv.slice(2);
if (args.includes("--help")) {
  console.log(usage);
} else if (args.includes("--portable")) {
  const program = fileURLToPath(new URL("portable.mjs", import.meta.url));
  const rest = args.filter((arg) => arg !== "--portable");
  execFileSync(process.execPath, ["--conditions=@toeplitz/source", program, ...rest], { stdio: "inherit" });
} else {
  const options = readOptions(args);
  if (options.from === undefined) installLocked(fileURLToPath(new URL("peers/", import.meta.url)));
  const results =
    options.from === undefined ? await run(options, ["pnpm bench", ...args].join(" ")) : load(options.from);
  console.log(`\n${report(results, "measured bars")}`);
  if (options.from === undefined) console.log(`\nsaved as ${save(results)}`);
  if (options.write) publish(results);
}
