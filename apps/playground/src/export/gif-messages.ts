// What the page tells the worker that makes a GIF, and what it hears from it.
export type GifRequest =
  | { readonly kind: "frame"; readonly picture: ImageBitmap; readonly delay: number }
  | { readonly kind: "finish" };

export type GifAnswer =
  | { readonly kind: "written" }
  | { readonly kind: "file"; readonly bytes: Uint8Array<ArrayBuffer> };
