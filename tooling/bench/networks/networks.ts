// The networks of the benchmark: every process makes the same, with batch norms folded into the convolutions before them.
import { DcganGenerator, foldBatchNorms, MobileNetV2, ResNet18, SuperResolution, UNet } from "@toeplitz/networks";
import type { TensorModule } from "@toeplitz/nn";
import { manualSeed, noGrad, rand, randn, type Tensor } from "@toeplitz/tensor";

/** A network as a task: which, and the shapes of one input and its result. */
export interface NetworkTask {
  readonly name: NetworkName;
  readonly class: "network";
  readonly input: readonly number[];
  readonly output: readonly number[];
  /** Two per product of its convolutions and linear layers. */
  readonly flops: number;
}

const makers = {
  ResNet18: () => new ResNet18(),
  MobileNetV2: () => new MobileNetV2(),
  UNet: () => new UNet(),
  DcganGenerator: () => new DcganGenerator(),
  SuperResolution: () => new SuperResolution(),
} satisfies Record<string, () => TensorModule>;

export type NetworkName = keyof typeof makers;

const task = (name: NetworkName, input: readonly number[], output: readonly number[], gigaflops: number) =>
  ({ name, class: "network", input, output, flops: gigaflops * 1e9 }) as const;

/** The first two have bars. */
export const networkTasks: readonly NetworkTask[] = [
  task("ResNet18", [1, 3, 224, 224], [1, 1000], 3.628),
  task("MobileNetV2", [1, 3, 224, 224], [1, 1000], 0.6015),
  task("UNet", [1, 3, 128, 128], [1, 1, 128, 128], 6.036),
  task("DcganGenerator", [1, 100, 1, 1], [1, 3, 64, 64], 0.2093),
  task("SuperResolution", [1, 3, 64, 64], [1, 3, 128, 128], 1.823),
];

/** The weights before folding; statistics of batch norms are drawn too, so that to fold them wrongly would show. */
export function makeNetwork(name: NetworkName): TensorModule {
  manualSeed(11);
  const network = makers[name]();
  noGrad(() => {
    for (const [key, x] of network.stateDict()) {
      if (key.endsWith("running_mean")) x.copy_(randn([...x.shape]).mul(0.1));
      else if (key.endsWith("running_var")) x.copy_(rand([...x.shape]).add(0.5));
    }
  });
  return network.eval();
}

/** The network as it is measured. */
export function foldedNetwork(name: NetworkName): TensorModule {
  const network = makeNetwork(name);
  foldBatchNorms(network);
  return network;
}

/** The input of all. */
export function inputOf({ input }: NetworkTask): Tensor {
  manualSeed(12);
  return randn([...input]);
}

/** Elements of a tensor that nobody changes. */
export const elementsOf = (x: Tensor): Float32Array => x.detach().toTypedArray() as Float32Array;
