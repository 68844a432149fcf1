// The one place that decides between the cache and its hostile twin.
import { BlockCache } from "./block-cache.ts";
import { Heap, type HeapOptions } from "./heap.ts";
import { TestCache } from "./test-memory.ts";
import { testModes } from "./test-modes.ts";

/** Defined false by the build of the package, which so drops the twin and its modes; in source runs it does not exist. */
declare const TOEPLITZ_TEST_MODES: boolean | undefined;

/** A cache over a heap of its own, or, while test modes are set, one that fails on demand. */
export function makeCache(options: HeapOptions): BlockCache {
  // Spelled out: esbuild evaluates the condition in time to drop the imports only where it sees the name itself.
  return (typeof TOEPLITZ_TEST_MODES === "undefined" || TOEPLITZ_TEST_MODES) && testModes() !== null
    ? new TestCache(options)
    : new BlockCache(new Heap(options));
}
