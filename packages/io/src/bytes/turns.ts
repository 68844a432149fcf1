// What long work owes to the rest of a program: a call to tell how far it is, and turns for whatever may abort it.
import { argumentError } from "@toeplitz/tensor/extend";

/** Options of everything that may take long. */
export interface TurnOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (bytesDone: number, bytesInAll: number) => void;
}

/** Milliseconds of work between two turns of the others. */
const patience = 50;

/** @throws ToeplitzError for options of another kind; the signal's reason if it is aborted already. */
export function checkTurnOptions(api: string, { signal, onProgress }: TurnOptions): void {
  if (signal !== undefined && !(signal instanceof AbortSignal)) {
    throw argumentError(api, "signal", "be an AbortSignal", signal, { code: "option" });
  }
  if (onProgress !== undefined && typeof onProgress !== "function") {
    throw argumentError(api, "onProgress", "be a function", onProgress, { code: "option" });
  }
  signal?.throwIfAborted();
}

/** Gives the host turns while long work goes on. */
export class Turns {
  readonly #options: TurnOptions;
  #last = performance.now();

  constructor(options: TurnOptions) {
    this.#options = options;
  }

  /** Tells how far the work is, and offers a turn where somebody watches or may abort; other work is not interrupted. */
  async tell(bytesDone: number, bytesInAll: number): Promise<void> {
    const { signal, onProgress } = this.#options;
    onProgress?.(bytesDone, bytesInAll);
    const watched = signal !== undefined || onProgress !== undefined;
    if (watched) await this.offer();
    signal?.throwIfAborted();
  }

  /** Lets the host do other things, such as aborting this, where it has waited long for its turn. */
  async offer(): Promise<void> {
    if (performance.now() - this.#last < patience) return;
    await new Promise((resolve) => setTimeout(resolve));
    this.#last = performance.now();
    this.#options.signal?.throwIfAborted();
  }
}
