// Shared memory has a fixed maximum, which some hosts reserve at once and refuse when it is large: less is tried then.

const page = 65536;
const sizes = [4096, 2048, 1024, 512, 256].map((mebibytes) => mebibytes * 2 ** 20);

/** The largest shared memory up to `cap` bytes that the host gives, and its size; or what the host says about the smallest. */
export function sharedMemory(cap: number): { readonly memory: WebAssembly.Memory; readonly bytes: number } | Error {
  let refusal = new Error("no size was tried");
  for (const size of [cap, ...sizes.filter((size) => size < cap)]) {
    const maximum = Math.floor(size / page);
    try {
      const memory = new WebAssembly.Memory({ initial: Math.min(16, maximum), maximum, shared: true });
      return { memory, bytes: maximum * page };
    } catch (error) {
      refusal = error as Error;
    }
  }
  return refusal;
}
