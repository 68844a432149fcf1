// Filters of the Image view whose programs tests run: every kernel of the gallery, with all borders in turn.
import { paddingModes } from "@toeplitz/widgets";
import { firstImage, type ImageState } from "../src/state/image.ts";
import { imageKernels } from "../src/views/image/image-kernels.ts";

export const namedFilters: readonly [name: string, filter: Pick<ImageState, "kernel" | "border">][] = [
  ["opening", firstImage],
  ...imageKernels.map(({ name, values }, i): (typeof namedFilters)[number] => [
    name,
    { kernel: values, border: paddingModes[i % paddingModes.length]! },
  ]),
];
