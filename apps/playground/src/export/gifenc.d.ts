// The part of gifenc that is used; the package has no declarations.
declare module "gifenc" {
  export type Palette = number[][];

  export interface Encoder {
    writeFrame(
      indexed: Uint8Array,
      width: number,
      height: number,
      options: {
        readonly palette: Palette;
        readonly delay: number;
        readonly transparent: boolean;
        readonly transparentIndex: number;
        readonly dispose: number;
      },
    ): void;
    finish(): void;
    bytes(): Uint8Array;
  }

  export function GIFEncoder(): Encoder;
  export function quantize(rgba: Uint8ClampedArray, colours: number): Palette;
  export function applyPalette(rgba: Uint8ClampedArray, palette: Palette): Uint8Array;
}

// Node takes the package's main file for CommonJS, whose names it cannot see.
declare module "gifenc/dist/gifenc.esm.js" {
  export * from "gifenc";
}
