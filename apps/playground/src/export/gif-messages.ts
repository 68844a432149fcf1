// What the page tells the worker that makes a GIF, and what it hears from it.
import type { Raster } from "./raster.ts";

export type GifRequest =
  | { readonly kind: "frame"; readonly picture: Raster; readonly delay: number }
  | { readonly kind: "finish" };

export type GifAnswer =
  | { readonly kind: "written" }
  | { readonly kind: "file"; readonly bytes: Uint8Array<ArrayBuffer> };
