// For mutants: the sliding-window operators and tensors without modules and accelerator give recorded answers, and refuse.
import * as conv from "@toeplitz/conv";
import * as tensor from "@toeplitz/tensor";
import { interpolationRows } from "../../src/rows/interpolation.ts";
import { poolingRows } from "../../src/rows/pooling.ts";
import type { Row } from "../../src/rows/row.ts";
import { slidingRows } from "../../src/rows/sliding.ts";
import { slidingErrorRows } from "../../src/rows/sliding-errors.ts";
import { checkAlone, checkLegalAlone } from "./part.ts";

const part = { ...tensor, ...conv };

// Those of modules, and of gradients as functions, which are at another door.
const apart = /^(nn\.|conv\dd(Input|Weight)\/)/;
const here = (rows: readonly Row[]) => rows.filter(({ id }) => !apart.test(id));

checkAlone(part, {
  interpolation: here(interpolationRows),
  sliding: here(slidingRows),
  pooling: here(poolingRows),
  refusals: slidingErrorRows,
});
checkLegalAlone(part, slidingErrorRows);
