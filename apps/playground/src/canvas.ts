// A canvas that nobody sees, to draw on and to read from, and pictures out of files. Where a browser is too old for what does this anywhere,
// elements do it in the page; workers have no elements, and say so.

export type UnseenCanvas = OffscreenCanvas | HTMLCanvasElement;
type Context = OffscreenCanvasRenderingContext2D | CanvasRenderingContext2D;

export function unseenCanvas(width: number, height: number): UnseenCanvas {
  if (typeof OffscreenCanvas === "function") return new OffscreenCanvas(width, height);
  needElements("OffscreenCanvas");
  return Object.assign(document.createElement("canvas"), { width, height });
}

/** What draws on it. Throws above a size that each browser has for itself. */
export function contextOf(canvas: UnseenCanvas): Context {
  const context = canvas.getContext("2d", { willReadFrequently: true }) as Context | null;
  if (context === null) throw noRoom(canvas);
  return context;
}

/** What to say where a canvas is larger than the browser can draw. */
export function noRoom({ width, height }: UnseenCanvas): Error {
  return new Error(`this browser has no room for a picture of ${width} by ${height} pixels`);
}

/** As a PNG. */
export function pngBlob(canvas: UnseenCanvas): Promise<Blob> {
  if ("convertToBlob" in canvas) return canvas.convertToBlob({ type: "image/png" });
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob === null ? reject(noRoom(canvas)) : resolve(blob)));
  });
}

/** The picture that a file holds. */
export async function pictureOf(file: Blob): Promise<ImageBitmap | HTMLImageElement> {
  if (typeof createImageBitmap === "function") return createImageBitmap(file);
  needElements("createImageBitmap");
  return imageOf(file);
}

/** The same as an element, which draws SVG too. */
export async function imageOf(file: Blob): Promise<HTMLImageElement> {
  const image = new Image();
  image.src = URL.createObjectURL(file);
  try {
    await image.decode();
    return image;
  } finally {
    URL.revokeObjectURL(image.src);
  }
}

function needElements(missing: string): void {
  if (typeof document === "undefined")
    throw new Error(`This browser is too old for pictures away from the page: its workers have no ${missing}.`);
}
