// TensorFlow.js in plain JavaScript.
import type { Contestant } from "./contestant.ts";
import { type Tf, tfjsWork } from "./tfjs.ts";

export async function tfjsCpu(tf: Tf): Promise<Contestant> {
  await tf.setBackend("cpu");
  await tf.ready();
  return {
    versions: { "@tensorflow/tfjs-backend-cpu": tf.version_core },
    prepare: (layer) => tfjsWork(tf, layer),
  };
}
