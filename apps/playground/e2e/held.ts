// What a page's own scripts hold, as its heap says it: without what the engine compiles and what the browser notes down, which grow by themselves.
import type { CDPSession } from "playwright";

export interface Held {
  /** Of values, in bytes. */
  readonly bytes: number;
  /** Nodes that stand in no document. */
  readonly detached: number;
  readonly nodes: number;
  readonly listeners: number;
}

interface Snapshot {
  readonly snapshot: { readonly meta: { readonly node_fields: string[]; readonly node_types: [string[]] } };
  readonly nodes: number[];
}

const values = ["object", "array", "string", "concatenated string", "sliced string", "closure", "regexp", "number"];

export async function heldBy(browser: CDPSession): Promise<Held> {
  const chunks: string[] = [];
  const keep = ({ chunk }: { chunk: string }) => chunks.push(chunk);
  browser.on("HeapProfiler.addHeapSnapshotChunk", keep);
  // It collects before it looks; what only finalisers let go of, the next one collects.
  await browser.send("HeapProfiler.collectGarbage");
  await browser.send("HeapProfiler.takeHeapSnapshot");
  browser.off("HeapProfiler.addHeapSnapshotChunk", keep);
  const { snapshot, nodes: heap } = JSON.parse(chunks.join("")) as Snapshot;
  const { node_fields: fields, node_types: types } = snapshot.meta;
  const [type, size, attached] = ["type", "self_size", "detachedness"].map((name) => fields.indexOf(name)) as [
    number,
    number,
    number,
  ];
  const counted = new Set(values.map((name) => types[0].indexOf(name)));
  let [bytes, detached] = [0, 0];
  for (let at = 0; at < heap.length; at += fields.length) {
    if (counted.has(heap[at + type]!)) bytes += heap[at + size]!;
    if (heap[at + attached] === 2) detached++;
  }
  const { nodes, jsEventListeners: listeners } = await browser.send("Memory.getDOMCounters");
  return { bytes, detached, nodes, listeners };
}
