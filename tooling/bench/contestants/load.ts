// Loads a contestant in Node.js, each with its own modules only.
import { createRequire } from "node:module";
import path from "node:path";
import type { Contestant, ContestantName, Settings } from "./contestant.ts";
import type { Ort } from "./ort.ts";
import type { Tf } from "./tfjs.ts";
import type { TfWasm } from "./tfjs-wasm.ts";

/** What it can prepare depends on the name. */
export async function loadContestant(name: ContestantName, settings: Settings): Promise<Contestant<never>> {
  const require = createRequire(path.join(settings.peers, "package.json"));
  switch (name) {
    case "ours":
      return (await import("./ours.ts")).ours(settings);
    case "our-networks":
      return (await import("../networks/ours.ts")).ourNetworks(settings);
    case "ort-web-networks":
      return (await import("../networks/ort.ts")).ortWebNetworks(require("onnxruntime-web") as Ort, settings);
    case "ort-node-networks":
      return (await import("../networks/ort.ts")).ortNodeNetworks(require("onnxruntime-node") as Ort, settings);
    case "ours-backward":
      return (await import("./ours-backward.ts")).oursBackward(settings);
    case "ort-web":
      return (await import("./ort-web.ts")).ortWeb(require("onnxruntime-web") as Ort, settings);
    case "ort-node":
      return (await import("./ort-node.ts")).ortNode(require("onnxruntime-node") as Ort, settings);
    case "tfjs-wasm": {
      const core = require("@tensorflow/tfjs-core") as Tf;
      const backend = require("@tensorflow/tfjs-backend-wasm") as TfWasm;
      return (await import("./tfjs-wasm.ts")).tfjsWasm(core, backend, settings);
    }
    case "tfjs-cpu": {
      const core = require("@tensorflow/tfjs-core") as Tf;
      // It recommends another backend, once.
      console.warn = () => {};
      require("@tensorflow/tfjs-backend-cpu");
      return (await import("./tfjs-cpu.ts")).tfjsCpu(core);
    }
    default:
      throw new Error(`${name} runs in a page only`);
  }
}
