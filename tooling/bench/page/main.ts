// The page of one contestant: what it is told stands in its address, what it is asked comes through `window.session`.
import type { Contestant, ContestantName, Settings } from "../contestants/contestant.ts";
import type { Jax } from "../contestants/jax.ts";
import type { LiteRt } from "../contestants/litert.ts";
import type { Ort } from "../contestants/ort.ts";
import type { Tf } from "../contestants/tfjs.ts";
import type { TfWasm } from "../contestants/tfjs-wasm.ts";
import { type Session, sessionOf } from "../protocol/session.ts";

declare global {
  interface Window {
    session: Promise<Session>;
    tf: Tf & { wasm: TfWasm };
  }
}

async function load(name: ContestantName, settings: Settings): Promise<Contestant> {
  switch (name) {
    case "ours":
      return (await import("../contestants/ours.ts")).ours(settings);
    case "ort-web": {
      const folder = `${settings.peers}onnxruntime-web/dist/`;
      const ort = (await import(`${folder}ort.wasm.min.mjs`)) as Ort;
      ort.env.wasm.wasmPaths = folder;
      return (await import("../contestants/ort-web.ts")).ortWeb(ort, settings);
    }
    case "tfjs-wasm": {
      const folder = `${settings.peers}@tensorflow/tfjs-backend-wasm/dist/`;
      await script(`${settings.peers}@tensorflow/tfjs-core/dist/tf-core.min.js`);
      await script(`${settings.peers}@tensorflow/tfjs-backend-cpu/dist/tf-backend-cpu.min.js`);
      await script(`${folder}tf-backend-wasm.min.js`);
      window.tf.wasm.setWasmPaths(folder);
      return (await import("../contestants/tfjs-wasm.ts")).tfjsWasm(window.tf, window.tf.wasm, settings);
    }
    case "litert": {
      const lib = (await import("/page/litert.js" as string)) as LiteRt;
      return (await import("../contestants/litert.ts")).liteRt(lib, `${settings.peers}@litertjs/core/wasm/`, settings);
    }
    case "jax-js": {
      // It takes as many threads as there are.
      Object.defineProperty(navigator, "hardwareConcurrency", { value: settings.threads });
      const jax = (await import(`${settings.peers}@jax-js/jax/dist/index.js`)) as Jax;
      return (await import("../contestants/jax.ts")).jaxJs(jax);
    }
    default:
      throw new Error(`${name} does not run in a page`);
  }
}

function script(address: string): Promise<void> {
  const element = document.createElement("script");
  element.src = address;
  return new Promise((resolve, reject) => {
    element.onload = () => resolve();
    element.onerror = () => reject(new Error(`could not load ${address}`));
    document.head.append(element);
  });
}

const query = new URLSearchParams(location.search);
window.session = load(query.get("name") as ContestantName, JSON.parse(query.get("settings") ?? "{}") as Settings).then(
  sessionOf,
);
