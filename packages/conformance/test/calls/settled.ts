// What a call comes to in the end: what its promise brings, and what its iterator gives.

/** Milliseconds after which a small call hangs. */
export const soon = 3000;

/** More than this are not asked for. */
const mostSteps = 300;

const isIterator = (value: unknown): value is Iterator<unknown> & Iterable<unknown> =>
  typeof value === "object" && value !== null && Object.prototype.toString.call(value).endsWith("Iterator]");

/** Waits for a promise, not forever, and goes through an iterator. Of everything else it gives the value. */
export async function settled(result: unknown): Promise<unknown> {
  if (result instanceof Promise) return await intime(result);
  if (Object.prototype.toString.call(result) === "[object Generator]" || isIterator(result)) {
    const steps = result as Iterable<unknown>;
    const values: unknown[] = [];
    for (const value of steps) if (values.push(value) >= mostSteps) break;
    return values;
  }
  return result;
}

async function intime(promise: Promise<unknown>): Promise<unknown> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`nothing after ${soon} ms`)), soon);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
