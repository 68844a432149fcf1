// The networks that weights can be for: by which names they are known, what they look at, and what comes out.
import {
  DcganGenerator,
  FashionClassifier,
  fashionClasses,
  LinearClassifier,
  MnistClassifier,
  MobileNetV2,
  NormedClassifier,
  ResNet18,
  SeparableClassifier,
  SuperResolution,
  UNet,
} from "@toeplitz/networks";
import { interpolate, manualSeed, type nn, randn, type Tensor, tensor } from "toeplitz";
import { photoTensor } from "../image/photo-filter.ts";
import type { NetworkInput, OpenedNetwork } from "./network-messages.ts";

export type RunnableNetwork = nn.Module & { forward(input: Tensor): Tensor };

type ShapeOf = (name: string) => readonly number[];

export interface KnownNetwork extends Omit<OpenedNetwork, "parameters"> {
  /** Names of weights that only this network has together. */
  readonly marks: readonly string[];
  readonly make: (shapeOf: ShapeOf) => RunnableNetwork;
  /** `[1, C, H, W]`, or a code `[1, C, 1, 1]`. */
  readonly inputOf: (given: NetworkInput, shapeOf: ShapeOf) => Tensor;
  /** Names of its classes in order; by number where there are none. */
  readonly classes?: readonly string[];
  /** What the picture that comes out has to be divided by and moved to lie within 0 and 1. */
  readonly scale?: readonly [divisor: number, shift: number];
}

const garment = (given: NetworkInput): Tensor => {
  const { greys } = given as NetworkInput & { kind: "garment" };
  return tensor(Float32Array.from(greys), { shape: [1, 1, 28, 28] }).div(255);
};

const photo = (given: NetworkInput): Tensor => photoTensor((given as NetworkInput & { kind: "photo" }).pixels);

/** The middle of a photograph, as large as ImageNet's are, with each colour's mean and spread there taken off. */
const imageNetPhoto = (given: NetworkInput): Tensor => {
  const whole = photo(given);
  const [, , height, width] = whole.shape as readonly [number, number, number, number];
  const size = Math.min(height, width);
  const [top, left] = [(height - size) >> 1, (width - size) >> 1];
  const square = whole.index(":", ":", `${top}:${top + size}`, `${left}:${left + size}`);
  const mean = tensor([0.485, 0.456, 0.406]).reshape([1, 3, 1, 1]);
  const spread = tensor([0.229, 0.224, 0.225]).reshape([1, 3, 1, 1]);
  return interpolate(square, { size: [224, 224], mode: "bilinear" })
    .sub(mean)
    .div(spread);
};

/** What the Train view can train besides. */
const garmentClassifiers: readonly KnownNetwork[] = (
  [
    ["linear softmax", ["scores.weight", "scores.bias"], () => new LinearClassifier()],
    ["depthwise-separable classifier", ["features.2.depthwise.weight"], () => new SeparableClassifier()],
    ["classifier with batch norm", ["features.2.norm.weight"], () => new NormedClassifier()],
  ] as const
).map(([title, marks, make]) => ({
  title,
  takes: "garment",
  gives: "classes",
  enlarges: false,
  marks,
  make,
  inputOf: garment,
  classes: fashionClasses,
}));

export const knownNetworks: readonly KnownNetwork[] = [
  {
    title: "Fashion-MNIST classifier",
    takes: "garment",
    gives: "classes",
    enlarges: false,
    marks: ["features.2.0.weight", "classifier.3.weight"],
    make: () => new FashionClassifier(),
    inputOf: garment,
    classes: fashionClasses,
  },
  ...garmentClassifiers,
  {
    title: "super-resolution",
    takes: "photo",
    gives: "picture",
    enlarges: true,
    marks: ["F_m1.weight", "UPN3.weight"],
    make: () => new SuperResolution(),
    inputOf: (given) => photo(given).mul(255),
    scale: [255, 0],
  },
  {
    title: "PyTorch’s MNIST example",
    takes: "garment",
    gives: "classes",
    enlarges: false,
    marks: ["conv1.weight", "conv2.weight", "fc1.weight", "fc2.weight"],
    make: () => new MnistClassifier(),
    inputOf: garment,
    classes: Array.from({ length: 10 }, (_, digit) => String(digit)),
  },
  {
    title: "ResNet-18",
    takes: "photo",
    gives: "classes",
    enlarges: false,
    marks: ["conv1.weight", "layer4.1.conv2.weight", "fc.weight"],
    make: (shapeOf) => new ResNet18(shapeOf("fc.weight")[0]),
    inputOf: imageNetPhoto,
  },
  {
    title: "MobileNetV2",
    takes: "photo",
    gives: "classes",
    enlarges: false,
    marks: ["features.18.0.weight", "classifier.1.weight"],
    make: (shapeOf) => new MobileNetV2(shapeOf("classifier.1.weight")[0]),
    inputOf: imageNetPhoto,
  },
  {
    title: "U-Net",
    takes: "photo",
    gives: "picture",
    enlarges: false,
    marks: ["encoder1.enc1conv1.weight", "conv.weight"],
    make: (shapeOf) => {
      const [features, from] = shapeOf("encoder1.enc1conv1.weight");
      return new UNet(from, shapeOf("conv.weight")[0], features);
    },
    inputOf: (given, shapeOf) => {
      const whole = photo(given);
      const colours = shapeOf("encoder1.enc1conv1.weight")[1] === 1 ? whole.mean({ dim: 1, keepdim: true }) : whole;
      // Halved four times, and doubled again
      const [height, width] = colours.shape.slice(2).map((size) => Math.max(16, size - (size % 16)));
      return interpolate(colours, { size: [height!, width!], mode: "bilinear" });
    },
    scale: [1, 0],
  },
  {
    title: "DCGAN generator",
    takes: "code",
    gives: "picture",
    enlarges: false,
    marks: ["main.0.weight", "main.12.weight"],
    make: (shapeOf) => {
      const [latent, widest] = shapeOf("main.0.weight");
      return new DcganGenerator(latent, widest! / 8, shapeOf("main.12.weight")[1]);
    },
    inputOf: (given, shapeOf) => {
      manualSeed((given as NetworkInput & { kind: "code" }).seed);
      return randn([1, shapeOf("main.0.weight")[0]!, 1, 1]);
    },
    scale: [2, 0.5],
  },
];
