// How the output channels of a group are cut into blocks for the tiles.

/** `tall` blocks of `rows` outputs, then blocks of one fewer: as even as can be, for a short tile wastes half of its time. */
export interface Blocks {
  readonly count: number;
  readonly tall: number;
  readonly rows: number;
}

export function cutIntoBlocks(outputs: number, mostRows: number): Blocks {
  const count = Math.ceil(outputs / mostRows);
  const rows = Math.ceil(outputs / count);
  return { count, rows, tall: outputs - count * (rows - 1) };
}

/** Cycles that one step of a tile takes at least: two products per cycle, and each sum waits four cycles for its last one. */
export function cyclesPerStep(rows: number, vectors: number): number {
  return Math.max(4, (rows * vectors) / 2, (rows + vectors) / 2);
}

/** Cycles per step of all blocks together. */
export function cyclesOfBlocks({ count, tall, rows }: Blocks, vectors: number): number {
  const short = rows > 1 ? (count - tall) * cyclesPerStep(rows - 1, vectors) : 0;
  return tall * cyclesPerStep(rows, vectors) + short;
}
