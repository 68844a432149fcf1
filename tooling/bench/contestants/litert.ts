// LiteRT.js on its WebAssembly accelerator. It runs in pages only.
import { outputShape, product } from "../shapes.ts";
import type { Contestant, Mode, Run, Settings } from "./contestant.ts";
import { permuted, tfliteLayer } from "./tflite.ts";

interface LiteRtTensor {
  toTypedArray(): Float32Array;
  delete(): void;
}

interface CompiledModel {
  run(input: LiteRtTensor): Promise<LiteRtTensor[]>;
  delete(): void;
}

/** The part of LiteRT.js's API that is used. */
export interface LiteRt {
  loadLiteRt(folder: string, options: { threads: boolean }): Promise<unknown>;
  loadAndCompile(model: Uint8Array, options: { accelerator: "wasm" }): Promise<CompiledModel>;
  readonly Tensor: new (data: Float32Array, shape: readonly number[]) => LiteRtTensor;
}

export async function liteRt(lib: LiteRt, folder: string, { threads }: Settings): Promise<Contestant> {
  await lib.loadLiteRt(folder, { threads: threads > 1 });
  return {
    versions: { "@litertjs/core": "2.5.3" },
    async prepare(layer) {
      const made = tfliteLayer(layer);
      if (typeof made === "string") return made;
      const model = await lib.loadAndCompile(made.model, { accelerator: "wasm" });
      const x = new lib.Tensor(made.input, made.inputShape);
      let kept: LiteRtTensor | null = null;
      let returned = new Float32Array();
      const runs: Partial<Record<Mode, Run>> = {
        async resident() {
          kept?.delete();
          [kept] = (await model.run(x)) as [LiteRtTensor];
        },
        async call() {
          const input = new lib.Tensor(made.input, made.inputShape);
          const [output] = (await model.run(input)) as [LiteRtTensor];
          returned = output.toTypedArray() as typeof returned;
          input.delete();
          output.delete();
        },
      };
      const [n, o, ...space] = outputShape(layer) as [number, number, ...number[]];
      return {
        runs,
        result: (mode) => {
          const y = mode === "call" ? returned : kept!.toTypedArray();
          return permuted(y, [n, product(space), o], [0, 2, 1]);
        },
        release() {
          kept?.delete();
          x.delete();
          model.delete();
        },
      };
    },
  };
}
