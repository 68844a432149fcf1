// An animation: frames one after another, for ever. All are as large as the first.
import { startWorker } from "../start-worker.ts";
import type { Drawing } from "./drawing.ts";
import type { GifAnswer, GifRequest } from "./gif-messages.ts";
import workerAddress from "./gif-worker.ts?worker&url";
import { pixelsOf } from "./raster.ts";

export class Gif {
  readonly #worker = startWorker(workerAddress);
  #size: { readonly width: number; readonly height: number } | null = null;
  /** What the worker says to the frame before. */
  #written: Promise<unknown> = Promise.resolve();

  async add(drawing: Drawing, delay: number): Promise<void> {
    const { width, height } = (this.#size ??= drawing);
    const picture = await pixelsOf({ ...drawing, width, height });
    // Frames must not pile up where the worker is the slower one
    await this.#written;
    this.#written = this.#ask({ kind: "frame", picture, delay }, [picture.bytes.buffer]);
  }

  async finish(): Promise<Blob> {
    await this.#written;
    const answer = await this.#ask({ kind: "finish" });
    if (answer.kind !== "file") throw new Error("the worker answered another question");
    return new Blob([answer.bytes], { type: "image/gif" });
  }

  /** Ends the worker, whether finished or not. */
  close(): void {
    this.#worker.terminate();
  }

  #ask(request: GifRequest, transfer: Transferable[] = []): Promise<GifAnswer> {
    return new Promise((resolve, reject) => {
      this.#worker.onmessage = ({ data }: MessageEvent<GifAnswer>) => resolve(data);
      this.#worker.onerror = () => reject(new Error("its frames could not be written"));
      this.#worker.postMessage(request, transfer);
    });
  }
}
