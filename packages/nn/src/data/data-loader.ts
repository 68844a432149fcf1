// Batches of examples, in order or shuffled as PyTorch shuffles.
import { defaultGenerator, Generator as RandomSource, randperm, ToeplitzError } from "@toeplitz/tensor";
import { argumentError, checkOptions, show } from "@toeplitz/tensor/extend";
import { type Batch, collate, type Dataset } from "./dataset.ts";

/** Options of {@link DataLoader}. */
export interface DataLoaderOptions<T, B> {
  /** Number of examples in a batch. Default 1. */
  readonly batchSize?: number;
  /** Whether every pass has an order of its own. Default false. */
  readonly shuffle?: boolean;
  /** Whether a last batch that is smaller is left out. Default false. */
  readonly dropLast?: boolean;
  /** Makes a batch of examples. Default `defaultCollate`. */
  readonly collateFn?: (examples: T[]) => B;
  /** Where orders are drawn from; the default generator, which `manualSeed` seeds, when left out. */
  readonly generator?: RandomSource;
  /** Ends `for await` with its reason. */
  readonly signal?: AbortSignal;
}

const optionNames = ["batchSize", "shuffle", "dropLast", "collateFn", "generator", "signal"];

/** A number from 0 to 2^63 - 1, as a fresh int64 tensor's `random_()` draws it. */
const drawSeed = (generator: RandomSource) => BigInt.asUintN(63, generator.random64());

/** Most examples of one batch: hosts end a program whose lists are much longer, and no error tells it. */
const mostInBatch = 2 ** 26;

/** Refuses what is no dataset, also one whose length has changed to what is none. */
function checkDataset(dataset: Dataset<unknown>): void {
  const api = "DataLoader";
  if (typeof dataset?.at !== "function" || !Number.isInteger(dataset.length)) {
    throw argumentError(api, "dataset", "have a length and a function at(index)", dataset);
  }
  const { length } = dataset;
  if (length >= 0 && Number.isSafeInteger(length)) return;
  const sentence = length < 0 ? "__len__() should return >= 0" : "cannot fit 'int' into an index-sized integer";
  throw new ToeplitzError(sentence, { code: "argument", api, argument: "dataset", value: length, legal: [0] });
}

/**
 * Batches of a dataset's examples: `for (const [x, y] of loader)`, and `for await` where examples are promises.
 *
 * The same seed gives PyTorch's orders, batch for batch.
 *
 * @throws ToeplitzError with PyTorch's sentence for options and lengths that make no sense.
 * @see https://pytorch.org/docs/stable/data.html#torch.utils.data.DataLoader
 */
export class DataLoader<T, B = Batch<T>> implements Iterable<B>, AsyncIterable<B> {
  readonly dataset: Dataset<T>;
  readonly batchSize: number;
  readonly shuffle: boolean;
  readonly dropLast: boolean;
  readonly #collate: (examples: T[]) => B;
  readonly #generator: RandomSource | undefined;
  readonly #signal: AbortSignal | undefined;

  constructor(dataset: Dataset<T>, options: DataLoaderOptions<T, B> = {}) {
    const api = "DataLoader";
    checkOptions(api, options, optionNames);
    const { batchSize = 1, shuffle = false, dropLast = false, collateFn, generator, signal } = options;
    checkDataset(dataset);
    if (!Number.isInteger(batchSize) || batchSize <= 0) {
      throw new ToeplitzError(`batch_size should be a positive integer value, but got batch_size=${show(batchSize)}`, {
        code: "option",
        api,
        argument: "batchSize",
        value: batchSize,
        legal: [1],
      });
    }
    for (const [name, value] of Object.entries({ shuffle, dropLast })) {
      if (typeof value !== "boolean") throw argumentError(api, name, "be a boolean", value);
    }
    if (collateFn !== undefined && typeof collateFn !== "function") {
      throw argumentError(api, "collateFn", "be a function", collateFn);
    }
    if (generator !== undefined && !(generator instanceof RandomSource)) {
      throw argumentError(api, "generator", "be a Generator", generator);
    }
    if (signal !== undefined && !(signal instanceof AbortSignal)) {
      throw argumentError(api, "signal", "be an AbortSignal", signal);
    }
    this.dataset = dataset;
    this.batchSize = batchSize;
    this.shuffle = shuffle;
    this.dropLast = dropLast;
    this.#collate = collateFn ?? ((examples) => collate(examples) as B);
    this.#generator = generator;
    this.#signal = signal;
  }

  /** Number of batches in a pass. */
  get length(): number {
    checkDataset(this.dataset);
    const batches = this.dataset.length / this.batchSize;
    return this.dropLast ? Math.floor(batches) : Math.ceil(batches);
  }

  /** The numbers of the examples of each batch of a new pass. */
  *#batches(): Generator<number[], void> {
    const batches = this.length;
    const { length } = this.dataset;
    if (Math.min(this.batchSize, length) > mostInBatch) {
      const rule = `be at most ${mostInBatch} where there are as many examples`;
      throw argumentError("DataLoader", "batchSize", rule, this.batchSize, { code: "memory", legal: [mostInBatch] });
    }
    const source = this.#generator ?? defaultGenerator;
    // Drawn for workers, which are not here, so that what comes next is PyTorch's.
    drawSeed(source);
    if (!this.shuffle) {
      // Never all numbers at once: there may be more than a list can hold.
      for (const [from, to] of this.#bounds(batches, length))
        yield Array.from({ length: to - from }, (_, i) => from + i);
      return;
    }
    // A generator of the caller's is drawn from; from the default one comes a seed only.
    const generator = this.#generator ?? new RandomSource().manualSeed(drawSeed(source));
    const order = randperm(length, { generator }).toTypedArray();
    for (const [from, to] of this.#bounds(batches, length)) yield Array.from(order.subarray(from, to), Number);
    // PyTorch draws an order for the rest of a pass, also where there is none.
    randperm(length, { generator });
  }

  /** Where each of so many batches begins and ends in an order of `length` examples. */
  *#bounds(batches: number, length: number): Generator<readonly [from: number, to: number], void> {
    for (let i = 0; i < batches; i++) yield [i * this.batchSize, Math.min((i + 1) * this.batchSize, length)];
  }

  *[Symbol.iterator](): Iterator<B> {
    for (const batch of this.#batches()) {
      const examples = batch.map((index) => this.dataset.at(index));
      if (examples.some((example) => example instanceof Promise)) {
        throw argumentError(
          "DataLoader",
          "dataset",
          "give no promises where it is not iterated with for await",
          this.dataset,
        );
      }
      yield this.#collate(examples as T[]);
    }
  }

  async *[Symbol.asyncIterator](): AsyncIterator<B> {
    for (const batch of this.#batches()) {
      this.#signal?.throwIfAborted();
      const examples = await Promise.all(batch.map((index) => this.dataset.at(index)));
      this.#signal?.throwIfAborted();
      yield this.#collate(examples);
    }
  }
}
