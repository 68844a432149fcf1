// The tensor package without the others: recorded answers to what looks at the same elements in other shapes, and what it refuses.
import * as tensor from "@toeplitz/tensor";
import { indexingRows } from "../src/rows/indexing.ts";
import { joiningRows } from "../src/rows/joining.ts";
import { tensorErrorRows } from "../src/rows/tensor-errors.ts";
import { viewRows } from "../src/rows/views.ts";
import { checkAlone, checkLegalAlone } from "./alone.ts";

checkAlone(tensor, { views: viewRows, indexing: indexingRows, joining: joiningRows, refusals: tensorErrorRows });
checkLegalAlone(tensor, tensorErrorRows);
