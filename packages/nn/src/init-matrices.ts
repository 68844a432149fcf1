// First values that make a matrix special: orthogonal, or zero in most places.
import { Generator, noGrad, randn, randperm, type Tensor, ToeplitzError, tensor as tensorOf } from "@toeplitz/tensor";
import { argumentError, checkOptions, checkTensor, checkWritable } from "@toeplitz/tensor/extend";

/** Options of {@link orthogonal_}. */
export interface OrthogonalOptions {
  /** Scales the result. Default 1. */
  readonly gain?: number;
  /** Where the draws come from; the default generator, which `manualSeed` seeds, when left out. */
  readonly generator?: Generator;
}

function checkGenerator(api: string, generator: unknown): void {
  if (generator === undefined || generator instanceof Generator) return;
  throw argumentError(api, "generator", "be a Generator", generator);
}

/** Options of {@link sparse_}. */
export interface SparseOptions {
  /** Deviation of the numbers that are not zero. Default 0.01. */
  readonly std?: number;
  /** Where the draws come from; the default generator, which `manualSeed` seeds, when left out. */
  readonly generator?: Generator;
}

/**
 * A matrix whose rows, or columns where there are fewer of those, are orthogonal and of length `gain`; axes after the second count as columns.
 *
 * @throws ToeplitzError with PyTorch's sentence unless there are two axes or more.
 * @see https://pytorch.org/docs/stable/nn.init.html#torch.nn.init.orthogonal_
 */
export function orthogonal_(tensor: Tensor, options: OrthogonalOptions = {}): Tensor {
  const api = "orthogonal_";
  checkTensor(api, "tensor", tensor);
  checkOptions(api, options, ["gain", "generator"]);
  const { gain = 1, generator } = options;
  if (typeof gain !== "number") throw argumentError(api, "gain", "be a number", gain);
  checkGenerator(api, generator);
  if (tensor.ndim < 2) {
    const fields = { code: "shape", api, argument: "tensor", value: tensor.shape } as const;
    throw new ToeplitzError("Only tensors with 2 or more dimensions are supported", fields);
  }
  if (tensor.numel() === 0) return tensor;
  return noGrad(() => {
    // Before anything is drawn.
    checkWritable("copy_", tensor);
    const rows = tensor.shape[0] as number;
    const columns = tensor.numel() / rows;
    const drawn = randn([rows, columns], { dtype: tensor.dtype, ...(generator && { generator }) });
    const wide = rows < columns;
    const vectors = orthonormal((wide ? drawn : drawn.t()).toArray() as number[][]);
    const matrix = tensorOf(vectors, { dtype: tensor.dtype });
    return tensor.copy_((wide ? matrix : matrix.t()).reshape([...tensor.shape])).mul_(gain);
  });
}

/**
 * Gram and Schmidt's vectors, which are the one QR decomposition with a positive diagonal. What lies along the earlier vectors is taken
 * away twice: once leaves what rounding lost.
 */
function orthonormal(vectors: readonly (readonly number[])[]): number[][] {
  const dot = (a: readonly number[], b: readonly number[]) => a.reduce((sum, x, i) => sum + x * (b[i] as number), 0);
  const done: number[][] = [];
  for (const vector of vectors) {
    let rest = [...vector];
    for (const earlier of [...done, ...done]) {
      const along = dot(rest, earlier);
      rest = rest.map((x, i) => x - along * (earlier[i] as number));
    }
    const length = Math.sqrt(dot(rest, rest));
    done.push(rest.map((x) => x / length));
  }
  return done;
}

/**
 * Normal numbers around 0 in a matrix, of which a share in every column, chosen at random, is zero.
 *
 * @throws ToeplitzError with PyTorch's sentence unless there are two axes.
 * @see https://pytorch.org/docs/stable/nn.init.html#torch.nn.init.sparse_
 */
export function sparse_(tensor: Tensor, sparsity: number, options: SparseOptions = {}): Tensor {
  const api = "sparse_";
  checkTensor(api, "tensor", tensor);
  checkOptions(api, options, ["std", "generator"]);
  const { std = 0.01, generator } = options;
  checkGenerator(api, generator);
  if (typeof sparsity !== "number" || !(sparsity >= 0 && sparsity <= 1))
    throw argumentError(api, "sparsity", "be a number from 0 to 1", sparsity);
  if (tensor.ndim !== 2) {
    const fields = { code: "shape", api, argument: "tensor", value: tensor.shape, legal: [2] } as const;
    throw new ToeplitzError("Only tensors with 2 dimensions are supported", fields);
  }
  const [rows, columns] = tensor.shape as [number, number];
  const zeros = Math.ceil(sparsity * rows);
  const from = generator && { generator };
  return noGrad(() => {
    tensor.normal_(0, std, { ...from });
    for (let column = 0; column < columns; column++) {
      const chosen = randperm(rows, { ...from }).narrow(0, 0, zeros);
      tensor.indexPut_([chosen, column], 0);
    }
    return tensor;
  });
}
