// Sources of random numbers: the Generator class, the default one, and manualSeed.
import { allocate } from "../dtype.ts";
import { argumentError, ToeplitzError } from "../errors.ts";
import { Mt19937 } from "./mt19937.ts";

/** The seed of a generator that nobody seeded, as in PyTorch. */
const defaultSeed = 67280421310721n;

/** Bytes of a saved state: the layout of PyTorch's `Generator.get_state()`. */
const stateBytes = 5056;
const wordsAt = 24;
const normalAt = wordsAt + 624 * 8;

/** Has a generator seed itself when its stream is first asked for: hosts may load much for a seed that nobody can foresee. */
let seedOnFirstUse: (generator: Generator) => void;

/**
 * A stream of random numbers: the Mersenne Twister and the second normals that it has not handed out yet.
 * Equal seeds give PyTorch's numbers. Mirrors `torch.Generator` (CPU).
 */
export class Generator {
  readonly #seeded = new Mt19937(Number(defaultSeed & 0xffffffffn));
  #awaitsSeed = false;
  #initialSeed = defaultSeed;
  /** The second half of the last Box-Muller pair, if it still waits; `normal_` of short tensors takes it first. */
  nextDoubleNormal: number | undefined;
  /** The same for float32 pairs. Nothing here fills it; it is kept because PyTorch's states carry it. */
  nextFloatNormal: number | undefined;

  static {
    seedOnFirstUse = (generator) => {
      generator.#awaitsSeed = true;
    };
  }

  get #engine(): Mt19937 {
    if (this.#awaitsSeed) this.seed();
    return this.#seeded;
  }

  /**
   * Starts the stream over and forgets waiting normals. Only the low 32 bits of the seed matter; a negative one stands for
   * itself plus 2^64.
   *
   * @throws ToeplitzError if the seed is not a whole number between -2^63 and 2^64 - 1.
   */
  manualSeed(seed: number | bigint): this {
    const whole = seedOf("Generator.manualSeed", seed);
    this.#awaitsSeed = false;
    this.#engine.seed(Number(whole & 0xffffffffn));
    this.#initialSeed = whole;
    this.nextDoubleNormal = undefined;
    this.nextFloatNormal = undefined;
    return this;
  }

  /** Starts the stream over at a seed that cannot be foreseen, and returns it. */
  seed(): bigint {
    const words = new Uint32Array(2);
    if (globalThis.crypto === undefined) words.set([Math.random() * 2 ** 32, Math.random() * 2 ** 32]);
    else globalThis.crypto.getRandomValues(words);
    // 53 bits, as PyTorch draws them, so that the seed is also an exact JavaScript number.
    const seed = (BigInt(words[0]! & 0x1fffff) << 32n) | BigInt(words[1]!);
    this.manualSeed(seed);
    return seed;
  }

  /** The seed that the stream started with. */
  initialSeed(): bigint {
    if (this.#awaitsSeed) this.seed();
    return this.#initialSeed;
  }

  /** The next 32 random bits, as a number from 0 to 2^32 - 1. */
  random(): number {
    return this.#engine.draw();
  }

  /** The next 64 random bits: two draws, the first one high. */
  random64(): bigint {
    const high = this.#engine.draw();
    return (BigInt(high) << 32n) | BigInt(this.#engine.draw());
  }

  /** A float32 from 0 up to but not including 1: the low 24 bits of one draw. */
  uniform24(): number {
    return (this.#engine.draw() & 0xffffff) * 2 ** -24;
  }

  /** A float64 from 0 up to but not including 1: the low 53 bits of two draws. */
  uniform53(): number {
    const high = this.#engine.draw() & 0x1fffff;
    return (high * 2 ** 32 + this.#engine.draw()) * 2 ** -53;
  }

  /** Everything that decides the next numbers, in the 5056 bytes of PyTorch's `get_state()`. */
  getState(): Uint8Array {
    const bytes = allocate("uint8", stateBytes);
    const view = new DataView(bytes.buffer);
    view.setBigUint64(0, this.initialSeed(), true);
    view.setInt32(8, this.#engine.left, true);
    view.setInt32(12, 1, true);
    view.setUint32(16, this.#engine.next, true);
    for (let i = 0; i < 624; i++) view.setInt32(wordsAt + 8 * i, this.#engine.words[i]!, true);
    if (this.nextDoubleNormal !== undefined) {
      view.setFloat64(normalAt + 8, this.nextDoubleNormal, true);
      view.setInt32(normalAt + 24, 1, true);
    }
    if (this.nextFloatNormal !== undefined) {
      view.setFloat32(normalAt + 32, this.nextFloatNormal, true);
      view.setUint8(normalAt + 36, 1);
    }
    return bytes;
  }

  /**
   * Goes on from a state that `getState()`, here or in PyTorch, has saved.
   *
   * @throws ToeplitzError if the bytes are not such a state.
   */
  setState(state: Uint8Array): this {
    const api = "Generator.setState";
    if (!(state instanceof Uint8Array)) throw argumentError(api, "state", "be a Uint8Array", state);
    const refuse = (sentence: string) =>
      new ToeplitzError(sentence, {
        code: "argument",
        api,
        argument: "state",
        value: state,
        rule: "be a state that getState() has saved",
      });
    if (state.length !== stateBytes) {
      throw refuse(
        `Expected either a CPUGeneratorImplStateLegacy of size 5048 or a CPUGeneratorImplState of size ${stateBytes} but found the input RNG state size to be ${state.length}`,
      );
    }
    const view = new DataView(state.buffer, state.byteOffset, stateBytes);
    const left = view.getInt32(8, true);
    const next = view.getUint32(16, true);
    if (left < 1 || left > 624 || next > 624 || view.getInt32(12, true) !== 1) {
      throw refuse("Invalid mt19937 state");
    }
    this.#awaitsSeed = false;
    this.#initialSeed = view.getBigUint64(0, true);
    this.#engine.left = left;
    this.#engine.next = next;
    for (let i = 0; i < 624; i++) this.#engine.words[i] = view.getInt32(wordsAt + 8 * i, true);
    this.nextDoubleNormal = view.getInt32(normalAt + 24, true) === 0 ? undefined : view.getFloat64(normalAt + 8, true);
    this.nextFloatNormal = view.getUint8(normalAt + 36) === 0 ? undefined : view.getFloat32(normalAt + 32, true);
    return this;
  }
}

/** The generator that random functions use when none is named. Its first seed cannot be foreseen. */
export const defaultGenerator = new Generator();
seedOnFirstUse(defaultGenerator);

/**
 * Seeds the default generator and returns it. A fraction is cut off first, as Python's `int()` does.
 * Mirrors `torch.manual_seed`.
 *
 * @throws ToeplitzError if the seed is not a number between -2^63 and 2^64 - 1.
 */
export function manualSeed(seed: number | bigint): Generator {
  return defaultGenerator.manualSeed(seedOf("manualSeed", typeof seed === "number" ? Math.trunc(seed) : seed));
}

/** Seeds the default generator with a number that cannot be foreseen, and returns it. Mirrors `torch.seed`. */
export function seed(): bigint {
  return defaultGenerator.seed();
}

/** The seed that the default generator's stream started with. Mirrors `torch.initial_seed`. */
export function initialSeed(): bigint {
  return defaultGenerator.initialSeed();
}

/** The state of the default generator, in PyTorch's 5056 bytes. Mirrors `torch.get_rng_state`. */
export function getRngState(): Uint8Array {
  return defaultGenerator.getState();
}

/**
 * Has the default generator go on from a state that {@link getRngState}, here or in PyTorch, has saved. Mirrors
 * `torch.set_rng_state`.
 *
 * @throws ToeplitzError if the bytes are not such a state.
 */
export function setRngState(state: Uint8Array): void {
  defaultGenerator.setState(state);
}

/** The seed as an unsigned 64-bit number. */
function seedOf(api: string, seed: unknown): bigint {
  const refuse = (sentence: string) =>
    new ToeplitzError(sentence, {
      code: "argument",
      api,
      argument: "seed",
      value: seed,
      rule: "be a whole number between -2^63 and 2^64 - 1",
    });
  if (typeof seed !== "bigint" && !Number.isInteger(seed)) {
    throw refuse(`manual_seed expected a long, but got ${typeof seed === "number" ? "float" : typeof seed}`);
  }
  const whole = BigInt(seed as number | bigint);
  if (whole < -(2n ** 63n) || whole >= 2n ** 64n) throw refuse("Overflow when unpacking long");
  return BigInt.asUintN(64, whole);
}
