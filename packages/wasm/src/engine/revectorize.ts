// V8 can join two 128-bit operations into one of 256 bits. Only Node.js can ask it to.

interface V8 {
  setFlagsFromString(flags: string): void;
}

/** Asks V8 to do so with what is compiled from now on; whether there was somebody to ask. */
export function revectorize(): boolean {
  const host = (globalThis as { process?: { getBuiltinModule?(name: string): unknown; versions?: { v8?: string } } })
    .process;
  // The flag exists from V8 12.9 on; earlier ones would only print that they do not know it.
  const [major = 0, minor = 0] = (host?.versions?.v8 ?? "0.0").split(".").map(Number);
  if (major < 12 || (major === 12 && minor < 9)) return false;
  const v8 = host?.getBuiltinModule?.("node:v8") as V8 | undefined;
  v8?.setFlagsFromString("--experimental-wasm-revectorize");
  return v8 !== undefined;
}
