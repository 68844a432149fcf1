// What a page's own scripts hold, as its heap says it: without what the engine compiles and what the browser notes down, which grow by themselves.
import type { CDPSession } from "playwright";

export interface Held {
  /** Of values, in bytes. */
  readonly bytes: number;
  /** Nodes that stand in no document, and that scripts of the page hold. */
  readonly detached: number;
  /** Functions that scripts of the page had called for events. */
  readonly listeners: number;
}

interface Snapshot {
  readonly snapshot: {
    readonly meta: {
      readonly node_fields: string[];
      readonly node_types: [string[]];
      readonly edge_fields: string[];
      readonly edge_types: [string[]];
    };
  };
  readonly nodes: number[];
  readonly edges: number[];
  readonly strings: string[];
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
  return counted(JSON.parse(chunks.join("")) as Snapshot);
}

/** What the browser holds for itself, and handles of whoever drives it. */
const foreign = /^C\+\+ |DevTools console$/;
/** Edges with a name and no number. */
const named = ["context", "property", "internal", "shortcut"];

/**
 * Walks over what the page's scripts hold. Of the nodes that stand in no document those count that a value of a script leads to, or another such
 * node: what the browser alone holds it lets go of when it likes, some of it long after any collection, and no page can make it.
 */
function counted({ snapshot: { meta }, nodes, edges, strings }: Snapshot): Held {
  const [type, name, size, leaving, detachedness] = ["type", "name", "self_size", "edge_count", "detachedness"].map(
    (field) => meta.node_fields.indexOf(field),
  ) as [number, number, number, number, number];
  const [width, edgeWidth] = [meta.node_fields.length, meta.edge_fields.length];
  const typeOf = (node: number) => meta.node_types[0][nodes[node + type]!]!;
  const nameOf = (node: number) => strings[nodes[node + name]!]!;
  const isDetached = (node: number) => nodes[node + detachedness] === 2;

  const firstEdge = new Map<number, number>();
  let [bytes, edge] = [0, 0];
  for (let node = 0; node < nodes.length; node += width) {
    firstEdge.set(node, edge);
    edge += nodes[node + leaving]! * edgeWidth;
    if (values.includes(typeOf(node))) bytes += nodes[node + size]!;
  }

  let [detached, listeners] = [0, 0];
  const reached = new Set([0]);
  // A set goes on to what is added to it on the way.
  for (const node of reached) {
    if (isDetached(node)) detached++;
    if (nameOf(node) === "V8EventListener") listeners++;
    const isNote = typeOf(node) === "native" && !isDetached(node);
    const start = firstEdge.get(node)!;
    for (let at = start; at < start + nodes[node + leaving]! * edgeWidth; at += edgeWidth) {
      const [kind, to] = [meta.edge_types[0][edges[at]!]!, edges[at + 2]!];
      const isForeign = foreign.test(nameOf(to)) || (named.includes(kind) && foreign.test(strings[edges[at + 1]!]!));
      if (kind !== "weak" && !isForeign && !(isNote && isDetached(to))) reached.add(to);
    }
  }
  return { bytes, detached, listeners };
}
