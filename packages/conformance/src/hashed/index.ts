// Rows by the hundred, of whose answers the golden data keep hashes, and a sample to read. Nothing here imports the library at run time.
import type { Row } from "../rows/row.ts";
import { printedModuleRows } from "./printed-modules.ts";
import { printedTensorRows } from "./printed-tensors.ts";
import { randomStreamRows } from "./random-streams.ts";

/** By theme; each theme has one file of golden data. */
export const hashedGroups: Readonly<Record<string, readonly Row[]>> = {
  "printed tensors": printedTensorRows,
  "printed modules": printedModuleRows,
  "random streams": randomStreamRows,
};
