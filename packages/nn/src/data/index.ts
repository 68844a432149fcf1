// @toeplitz/nn/data: examples, and batches of them.
export { DataLoader, type DataLoaderOptions } from "./data-loader.ts";
export { type Batch, type Dataset, defaultCollate, TensorDataset } from "./dataset.ts";
