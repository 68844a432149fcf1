// Where input and output stand beside the kernel matrix, each laid flat: around it, or as the columns of a product of matrices.

type Place = readonly [x: number, y: number];

/** An array beside the matrix, flat, seen from the matrix' upper left corner. */
export interface MatrixStrip {
  readonly at: Place;
  /** Of one element. */
  readonly box: Place;
  /** From an element to the next one, and from a sample to the next one. */
  readonly step: Place;
  readonly sampleStep: Place;
  /** Elements of a sample. */
  readonly length: number;
  readonly samples: number;
}

/** The picture around a matrix. */
export interface MatrixSurroundings {
  /** One sample lies above the columns that it meets; several stand as columns behind the matrix, as in a product of two matrices. */
  readonly input: MatrixStrip;
  /** Beside the rows. */
  readonly output: MatrixStrip;
  /** Where the matrix stands in the picture, and the size of all of it. */
  readonly origin: Place;
  readonly full: Place;
}

const gap = 10;
/** Room for a sign between matrices, and for the names above them. */
export const signRoom = 32;
const headRoom = 34;

/** x above, y on the right. */
export function oneSample(rows: number, columns: number, cell: number): MatrixSurroundings {
  const strip = Math.max(10, cell);
  const [width, height] = [columns * cell, rows * cell];
  const shared = { sampleStep: [0, 0], samples: 1 } as const;
  return {
    input: { at: [0, 1 - gap - strip], box: [cell, strip], step: [cell, 0], length: columns, ...shared },
    output: { at: [width + gap, 0], box: [strip, cell], step: [0, cell], length: rows, ...shared },
    origin: [1, strip + gap],
    full: [width + gap + strip + 2, height + strip + gap + 2],
  };
}

/** K X = Y, from left to right. */
export function manySamples(samples: number, rows: number, columns: number, cell: number): MatrixSurroundings {
  const strip = Math.max(12, cell);
  const block = { box: [strip, cell], step: [0, cell], sampleStep: [strip, 0], samples } as const;
  const input = columns * cell + signRoom;
  const output = input + samples * strip + signRoom;
  return {
    input: { at: [input, 0], length: columns, ...block },
    output: { at: [output, 0], length: rows, ...block },
    origin: [1, headRoom],
    full: [output + samples * strip + 3, headRoom + Math.max(rows, columns) * cell + 2],
  };
}
