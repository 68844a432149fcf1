// The linear operator of a convolution: products, transpose, dense and sparse forms, all read off the taps.
import { type ConvGeometry, countPairs, weightShape } from "@toeplitz/conv";
import { indexPut, mul, reshape, type Tensor, ToeplitzError, tensor, unsqueeze, zeros } from "@toeplitz/tensor";
import { allocate, argumentError, checkOptions, checkTensor } from "@toeplitz/tensor/extend";
import { listTaps, type TapLists } from "./tap-lists.ts";

/** One entry of the matrix. */
export interface MatrixEntry {
  readonly row: number;
  readonly column: number;
  /** Flat indices of the weight elements that stand here; more than one only where padding repeats an input. */
  readonly weights: readonly number[];
  /** The entry in symbols: `w[o,c,i,j]`, or a sum of such. */
  readonly symbol: string;
}

/** Compressed sparse rows: row r holds columns `colIndices[crowIndices[r]]` up to `crowIndices[r + 1]`, ascending. */
export interface CompressedRows {
  readonly crowIndices: Int32Array;
  readonly colIndices: Int32Array;
  /** One value per entry, [nnz]; gradients flow from it to the weight. */
  readonly values: Tensor;
}

/** Above this many bytes a dense matrix is refused unless the caller raises the limit. */
const mostDenseBytes = 2 ** 28;

/** More entries are not listed one by one: three lists of so many take 1.5 GB. */
const mostListed = 2 ** 27;

/**
 * A linear operator whose entries are elements of a convolution's weight. Make one with {@link kernelMatrix}.
 *
 * {@link KernelMatrix.T} is the transposed convolution: same entries, rows and columns exchanged.
 */
export class KernelMatrix {
  /** [rows, columns]: output elements by input elements. */
  readonly shape: readonly [rows: number, columns: number];
  /** What the entries are elements of. */
  readonly weight: Tensor;
  /** The convolution, for one sample; its `transposed` says which side the rows are. */
  readonly geometry: ConvGeometry;
  /** Shape of one input sample, [C, ...size]; columns count its elements in row-major order. */
  readonly inputShape: readonly number[];
  /** Shape of one output sample, [O, ...size]; rows count its elements in row-major order. */
  readonly outputShape: readonly number[];
  #transpose: KernelMatrix | null = null;
  #taps: TapLists | null = null;

  /** @internal */
  constructor(weight: Tensor, geometry: ConvGeometry, inputShape: readonly number[], outputShape: readonly number[]) {
    const count = (shape: readonly number[]) => shape.reduce((n, size) => n * size, 1);
    this.weight = weight;
    this.geometry = geometry;
    this.inputShape = inputShape;
    this.outputShape = outputShape;
    this.shape = [count(outputShape), count(inputShape)];
  }

  /** Number of entries that are not zero by construction, in closed form. */
  get nnz(): number {
    return this.#isEmpty ? 0 : countPairs(this.geometry);
  }

  /**
   * The transpose: of a convolution's matrix that of the transposed convolution with the same weight and the outputPadding
   * that reaches the input's size. `K.T.T` is `K`.
   */
  get T(): KernelMatrix {
    if (this.#transpose === null) {
      const flipped = { ...this.geometry, transposed: !this.geometry.transposed };
      this.#transpose = new KernelMatrix(this.weight, flipped, this.outputShape, this.inputShape);
      this.#transpose.#transpose = this;
    }
    return this.#transpose;
  }

  /**
   * K @ x: the convolution of one sample, or of several as columns.
   *
   * `x [columns]` -> `[rows]`, `x [columns, n]` -> `[rows, n]`. Gradients flow to x and to the weight. Terms are added in the
   * order of the portable convolution, so the result has its bits.
   *
   * @throws ToeplitzError where x has another number of rows than K has columns, or another type, and where K has more than
   * 134217728 entries.
   */
  matmul(x: Tensor): Tensor {
    const [rows, columns] = this.shape;
    checkTensor("KernelMatrix.matmul", "x", x);
    if (x.ndim < 1 || x.ndim > 2 || x.shape[0] !== columns) {
      const right = x.ndim === 2 ? `${x.shape[0]}x${x.shape[1]}` : x.shape.join("x");
      throw new ToeplitzError(`mat1 and mat2 shapes cannot be multiplied (${rows}x${columns} and ${right})`, {
        code: "shape",
        api: "KernelMatrix.matmul",
        argument: "x",
        value: x.shape,
        rule: `be [${columns}] or [${columns}, n]`,
        hint: `flatten a sample of shape [${this.inputShape.join(", ")}]`,
      });
    }
    if (x.dtype !== this.weight.dtype) {
      throw argumentError("KernelMatrix.matmul", "x", `have the weight's dtype ${this.weight.dtype}`, x.dtype, {
        code: "dtype",
      });
    }
    const taps = this.#lists("KernelMatrix.matmul");
    const values = this.#valuesOf(taps);
    const picked = x.index(int32(taps.columns));
    const terms = mul(x.ndim === 2 ? unsqueeze(values, 1) : values, picked);
    const zero = zeros([rows, ...x.shape.slice(1)], { dtype: x.dtype });
    return indexPut(zero, [int32(taps.rows)], terms, { accumulate: true });
  }

  /**
   * The matrix as a tensor, [rows, columns]; gradients flow to the weight.
   *
   * @param options `maxBytes` raises or lowers the limit of 256 MiB
   * @throws ToeplitzError with the byte count where the tensor would be larger: use `matmul`, `csr` or `entries`. Also for 2147483648
   * cells or more, and for more than 134217728 entries.
   */
  dense(options: { readonly maxBytes?: number } = {}): Tensor {
    checkOptions("KernelMatrix.dense", options, ["maxBytes"]);
    const { maxBytes = mostDenseBytes } = options;
    if (typeof maxBytes !== "number" || Number.isNaN(maxBytes)) {
      throw argumentError("KernelMatrix.dense", "maxBytes", "be a number of bytes", maxBytes);
    }
    const [rows, columns] = this.shape;
    const fewCells = rows * columns < 2 ** 31;
    const listed = this.nnz <= mostListed;
    const hint = listed ? { hint: "matmul(), csr() and entries() never build it" } : {};
    const bytes = rows * columns * (this.weight.dtype === "float32" ? 4 : 8);
    if (bytes > maxBytes) {
      throw new ToeplitzError(
        `a dense matrix of ${rows} x ${columns} would take ${bytes} bytes, and the limit is ${maxBytes}; ${this.nnz} entries differ from zero`,
        {
          code: "memory",
          api: "KernelMatrix.dense",
          argument: "maxBytes",
          value: maxBytes,
          ...hint,
          // A limit that helps: what is beyond the others is refused whatever this one is.
          ...(fewCells && listed && { rule: `be at least ${bytes}`, legal: [bytes] }),
        },
      );
    }
    if (!fewCells) {
      throw argumentError("KernelMatrix.dense", "shape", "have fewer than 2147483648 cells", [rows, columns], {
        code: "memory",
        ...hint,
      });
    }
    const taps = this.#lists("KernelMatrix.dense");
    const positions = allocate("int32", taps.rows.length);
    for (const [t, row] of taps.rows.entries()) positions[t] = row * columns + taps.columns[t]!;
    const flat = zeros([rows * columns], { dtype: this.weight.dtype });
    const filled = indexPut(flat, [int32(positions)], this.#valuesOf(taps), { accumulate: true });
    return reshape(filled, [rows, columns]);
  }

  /**
   * The matrix in compressed sparse rows. Where padding repeats an input, its weights are added into one entry.
   *
   * @throws ToeplitzError for more than 134217728 entries.
   */
  csr(): CompressedRows {
    const taps = this.#lists("KernelMatrix.csr");
    const [rows] = this.shape;
    const crowIndices = allocate("int32", rows + 1);
    const found: number[] = [];
    const entryOfTap = allocate("int32", taps.rows.length);
    for (const { row, first, end } of rowsOf(taps)) {
      const order = [...taps.columns.subarray(first, end).keys()].sort(
        (a, b) => taps.columns[first + a]! - taps.columns[first + b]!,
      );
      let last = -1;
      for (const at of order) {
        const column = taps.columns[first + at]!;
        if (column !== last) found.push(column);
        last = column;
        entryOfTap[first + at] = found.length - 1;
      }
      crowIndices[row + 1] = found.length;
    }
    // Rows without entries end where the row before them does.
    for (let row = 0; row < rows; row++) crowIndices[row + 1] = Math.max(crowIndices[row + 1]!, crowIndices[row]!);
    const colIndices = allocate("int32", found.length);
    colIndices.set(found);
    const zero = zeros([found.length], { dtype: this.weight.dtype });
    const values = indexPut(zero, [int32(entryOfTap)], this.#valuesOf(taps), { accumulate: true });
    return { crowIndices, colIndices, values };
  }

  /**
   * Every entry with its place and its symbol, row by row, columns ascending.
   *
   * @throws ToeplitzError for more than 134217728 entries.
   */
  *entries(): Generator<MatrixEntry, void, undefined> {
    const taps = this.#lists("KernelMatrix.entries");
    for (const { row, first, end } of rowsOf(taps)) {
      const byColumn = new Map<number, number[]>();
      for (let t = first; t < end; t++) {
        const weights = byColumn.get(taps.columns[t]!) ?? [];
        weights.push(taps.weights[t]!);
        byColumn.set(taps.columns[t]!, weights);
      }
      for (const column of [...byColumn.keys()].sort((a, b) => a - b)) {
        const weights = byColumn.get(column) as number[];
        yield { row, column, weights, symbol: weights.map((w) => this.#symbol(w)).join(" + ") };
      }
    }
  }

  /** The matrix in symbols, one list per row, `0` where nothing stands. For small matrices, to look at. */
  symbols(): string[][] {
    const [rows, columns] = this.shape;
    if (rows * columns > 2 ** 20) {
      throw argumentError("KernelMatrix.symbols", "shape", `have at most ${2 ** 20} cells`, [rows, columns], {
        code: "memory",
        hint: "entries() lists what is not zero",
      });
    }
    const table = Array.from({ length: rows }, () => new Array<string>(columns).fill("0"));
    for (const { row, column, symbol } of this.entries()) table[row]![column] = symbol;
    return table;
  }

  /** Its sizes, its entries and their type, in one line. */
  toString(): string {
    const [rows, columns] = this.shape;
    return `KernelMatrix(${rows} x ${columns}, nnz=${this.nnz}, dtype=${this.weight.dtype})`;
  }

  /** What console.log shows in Node and its kin. */
  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return this.toString();
  }

  get #isEmpty(): boolean {
    return this.shape[0] === 0 || this.shape[1] === 0;
  }

  #lists(api: string): TapLists {
    if (this.nnz > mostListed) {
      throw argumentError(api, "shape", `leave at most ${mostListed} entries to list`, this.nnz, {
        code: "memory",
        hint: "the convolution itself never lists them",
      });
    }
    this.#taps ??= this.#isEmpty ? emptyTaps : listTaps(this.geometry);
    return this.#taps;
  }

  /** The weight element of every tap, recorded. */
  #valuesOf(taps: TapLists): Tensor {
    return reshape(this.weight, [-1]).index(int32(taps.weights));
  }

  /** `w[o,c,i,j]` for a flat index of the weight. */
  #symbol(weight: number): string {
    const place: number[] = [];
    let rest = weight;
    for (const size of weightShape(this.geometry).reverse()) {
      place.unshift(rest % size);
      rest = Math.floor(rest / size);
    }
    return `w[${place.join(",")}]`;
  }
}

const emptyTaps: TapLists = { rows: new Int32Array(0), columns: new Int32Array(0), weights: new Int32Array(0) };

function int32(values: Int32Array): Tensor {
  return tensor(values);
}

/** Runs of taps that share a row. */
function* rowsOf({ rows }: TapLists): Generator<{ row: number; first: number; end: number }, void, undefined> {
  for (let first = 0, end = 0; first < rows.length; first = end) {
    while (end < rows.length && rows[end] === rows[first]) end += 1;
    yield { row: rows[first]!, first, end };
  }
}
