// The command line.
import { parseArgs } from "node:util";
import { classOf } from "./classes.ts";
import type { Settings } from "./contestants/contestant.ts";
import type { Layer } from "./layer.ts";
import type { Protocol } from "./protocol/rounds.ts";

/** The parts of a run, in their order. Those of the bars are the default. */
export const sectionNames = [
  "layers",
  "tiny",
  "cold",
  "size",
  "backward",
  "networks",
  "training",
  "peak",
  "threads",
  "node20",
  "revectorized",
  "more",
  "page",
] as const;

export type SectionName = (typeof sectionNames)[number];

const beyondTheBars: readonly SectionName[] = ["more", "page"];

export interface Options {
  readonly sections: readonly SectionName[];
  readonly layer: string | undefined;
  readonly class: string | undefined;
  readonly protocol: Protocol;
  readonly threads: number;
  readonly node: string | undefined;
  readonly python: string;
  readonly built: boolean;
  readonly build: boolean;
  /** What ours is told beside the number of threads. */
  readonly ours: Partial<Settings>;
  readonly revectorize: boolean;
  /** A whole epoch of training. */
  readonly whole: boolean;
  readonly write: boolean;
  readonly from: string | undefined;
}

export const usage = `pnpm bench [parts] [choice] [settings]

parts (default: all that the bars need)
  --layers --tiny --cold --size --backward --networks --training --peak --threads N --node20 --revectorized
  --more         layers of more-layers.json         --page     in Chromium
  --all          every part                         --portable the table of the portable kernels (results/portable.md)
choice
  --layer NAME   layers, networks: NAME in the name --class NAME  layers of a class of classes.json
settings
  --quick        two short rounds                   --rounds N
  --level L      of our wasm()                      --revectorize  for us and for the peers
  --whole        a whole epoch of training, about six minutes, in place of 60 steps
  --wasm JSON    more settings of our wasm()        --no-wasm  our portable kernels
  --forget       leave call mode's to the collector --built    our packages as built, not the sources
  --node PATH    another Node.js for everyone       --python PATH  one with PyTorch
  --no-build     what is built is up to date
  --write        into RESULTS.md                    --from FILE  report a saved run, measure nothing
`;

export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      layers: { type: "boolean" },
      tiny: { type: "boolean" },
      cold: { type: "boolean" },
      size: { type: "boolean" },
      backward: { type: "boolean" },
      networks: { type: "boolean" },
      training: { type: "boolean" },
      whole: { type: "boolean", default: false },
      peak: { type: "boolean" },
      threads: { type: "string" },
      node20: { type: "boolean" },
      revectorized: { type: "boolean" },
      more: { type: "boolean" },
      page: { type: "boolean" },
      all: { type: "boolean" },
      layer: { type: "string" },
      class: { type: "string" },
      quick: { type: "boolean", default: false },
      rounds: { type: "string" },
      level: { type: "string" },
      revectorize: { type: "boolean", default: false },
      wasm: { type: "string" },
      "no-wasm": { type: "boolean", default: false },
      forget: { type: "boolean", default: false },
      built: { type: "boolean", default: false },
      node: { type: "string" },
      python: { type: "string", default: "/usr/bin/python3" },
      "no-build": { type: "boolean", default: false },
      write: { type: "boolean", default: false },
      from: { type: "string" },
    },
  });
  const wasm = {
    ...(values.level === undefined ? {} : { level: values.level }),
    ...(values.revectorize ? { revectorize: true } : {}),
    ...(values.wasm === undefined ? {} : (JSON.parse(values.wasm) as Record<string, unknown>)),
  };
  const named = sectionNames.filter((name) => values[name] !== undefined && values[name] !== false);
  return {
    sections: values.all ? sectionNames : named.length > 0 ? named : defaultSections(values),
    layer: values.layer,
    class: values.class,
    protocol: protocolOf(values.quick, values.rounds),
    threads: Number(values.threads ?? 2),
    node: values.node,
    python: values.python,
    built: values.built || values.node !== undefined,
    build: !values["no-build"],
    ours: { wasm, portable: values["no-wasm"], dispose: !values.forget },
    revectorize: values.revectorize,
    whole: values.whole,
    write: values.write,
    from: values.from,
  };
}

/** One layer is looked at in the table of layers; another Node.js, too. */
function defaultSections(values: { layer?: string; class?: string; node?: string }): readonly SectionName[] {
  const chosen = values.layer !== undefined || values.class !== undefined || values.node !== undefined;
  return chosen ? ["layers"] : sectionNames.filter((name) => !beyondTheBars.includes(name));
}

function protocolOf(quick: boolean, rounds: string | undefined): Protocol {
  const patience = quick
    ? { warmUp: 60, warmUpAtMost: 400, sample: 8 }
    : { warmUp: 300, warmUpAtMost: 3000, sample: 20 };
  return { patience, rounds: Number(rounds ?? (quick ? 2 : 5)), samples: quick ? 2 : 3, settle: 0 };
}

/** The layers that were asked for. */
export function choose(layers: readonly Layer[], options: Pick<Options, "layer" | "class">): readonly Layer[] {
  return layers.filter(
    (layer) =>
      (options.layer === undefined || layer.name.includes(options.layer)) &&
      (options.class === undefined || classOf(layer) === options.class),
  );
}
