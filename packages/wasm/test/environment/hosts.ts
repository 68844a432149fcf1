// Hosts that lack something, as what makes a Node.js into one.

/** How a Node.js is started that lacks something. */
export interface Host {
  readonly flags?: readonly string[];
  /** Lines that run before anything else. */
  readonly before?: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

const memoryThat = (lines: string) => `
  const { Memory } = WebAssembly;
  WebAssembly.Memory = class extends Memory {
    constructor(limits) { ${lines}; super(limits); }
  };`;

/** Nothing is accelerated here, and why. */
export const withoutWebAssembly: readonly (readonly [what: string, host: Host, reason: string])[] = [
  ["no WebAssembly", { before: "delete globalThis.WebAssembly" }, "this engine has no WebAssembly"],
  [
    "a policy that refuses to compile",
    {
      before: `WebAssembly.Module = class {
        constructor() { throw new WebAssembly.CompileError("violates the Content Security Policy directive"); }
      }`,
    },
    "script-src 'wasm-unsafe-eval'",
  ],
  ["no memory for WebAssembly", { before: memoryThat('throw new RangeError("could not allocate memory")') }, "memory"],
];

/** The flag takes away what V8 needs for SIMD, on processors of the kind `x64`. */
export const withoutSimd: Host = { flags: ["--no-enable-ssse3"] };

/** One thread is all there is, and why. */
export const withoutThreads: readonly (readonly [what: string, host: Host, reason: string])[] = [
  ["no SharedArrayBuffer", { before: "delete globalThis.SharedArrayBuffer" }, "there is no shared memory here"],
  [
    "a page that is not isolated",
    { before: "globalThis.crossOriginIsolated = false" },
    "there is no shared memory here",
  ],
  [
    "no workers",
    { before: "process.getBuiltinModule = undefined; delete globalThis.Worker" },
    "there are no workers here",
  ],
  [
    "shared memory of any size refused",
    { before: memoryThat('if (limits.shared) throw new RangeError("too much shared memory")') },
    "too much shared memory",
  ],
];

/** What these lack, or do besides, changes nothing. */
export const allTheSame: readonly (readonly [what: string, host: Host])[] = [
  [
    "no FinalizationRegistry and no WeakRef",
    { before: "delete globalThis.FinalizationRegistry; delete globalThis.WeakRef" },
  ],
  ["no structuredClone", { before: "delete globalThis.structuredClone" }],
  ["no DecompressionStream", { before: "delete globalThis.DecompressionStream; delete globalThis.CompressionStream" }],
  [
    "shared memory of at most 512 MiB",
    { before: memoryThat('if (limits.shared && limits.maximum > 8192) throw new RangeError("too much")') },
  ],
  ["64 MiB for JavaScript", { flags: ["--max-old-space-size=64"] }],
  ["a clock that stands still", { before: "Date.now = () => 0; performance.now = () => 0" }],
  [
    "frozen prototypes",
    {
      before: `for (const { prototype } of [Object, Array, Function, Map, Set, Promise, Float32Array, ArrayBuffer]) {
        Object.freeze(prototype);
      }`,
    },
  ],
  [
    "polluted prototypes",
    { before: "Object.prototype.polluted = () => 1; Array.prototype.extra = 2; Function.prototype.more = null" },
  ],
  ["another language and time zone", { env: { LANG: "tr_TR.UTF-8", LC_ALL: "tr_TR.UTF-8", TZ: "Pacific/Kiritimati" } }],
];

/** What fits into the memory of the beginning is accelerated. */
export const memoryThatNeverGrows: Host = {
  before: 'WebAssembly.Memory.prototype.grow = () => { throw new RangeError("no"); }',
};

/** For programs that call `mayForgetRelaxedSimd`. */
export const withoutRelaxedSimd: Host = { args: ["--without-relaxed-simd"] };
