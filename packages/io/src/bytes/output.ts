// The work of one call of a saver, tensor by tensor.
import { argumentError, type Storage } from "@toeplitz/tensor/extend";
import { withRoom } from "./allocate-bytes.ts";
import { checkTurnOptions, Turns } from "./turns.ts";

/** Options of the savers of many tensors. */
export interface SaveOptions {
  /** Ends the save between two tensors; the promise is rejected with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Called after every tensor: bytes of elements done so far, and in all. */
  readonly onProgress?: (bytesDone: number, bytesInAll: number) => void;
}

/** The names in {@link SaveOptions}. */
export const saveOptionNames = ["signal", "onProgress"] as const;

/** Elements that a file will have, and how many bytes they take there before any packing. */
export interface Part {
  readonly storage: Storage;
  readonly bytes: number;
}

/** The file that one call of a saver writes. */
export class Output {
  readonly api: string;
  readonly #turns: Turns;
  readonly #versions: ReadonlyMap<Storage, number>;
  readonly #inAll: number;
  #done = 0;

  /** @throws ToeplitzError for options of another kind. */
  constructor(api: string, options: SaveOptions, parts: readonly Part[]) {
    checkTurnOptions(api, options);
    this.api = api;
    this.#turns = new Turns(options);
    this.#versions = new Map(parts.map(({ storage }) => [storage, storage.version]));
    this.#inAll = parts.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  /** Does what a part takes, tells how far the save is, and lets others have their turn. */
  async write<T>({ storage, bytes }: Part, work: () => T): Promise<T> {
    // Others have had their turns: a file must not be half of one state and half of another.
    if (storage.version !== this.#versions.get(storage)) {
      throw argumentError(this.api, "tensors", "stay as they are while they are saved", "one that was changed", {
        code: "state",
      });
    }
    const made = withRoom(this.api, bytes, work);
    this.#done += bytes;
    await this.#turns.tell(this.#done, this.#inAll);
    return made;
  }
}
