// For mutants: the tensor package without the others gives recorded answers to what looks at the same elements, and refuses.
import * as tensor from "@toeplitz/tensor";
import { indexingRows } from "../../src/rows/indexing.ts";
import { joiningRows } from "../../src/rows/joining.ts";
import { tensorErrorRows } from "../../src/rows/tensor-errors.ts";
import { viewRows } from "../../src/rows/views.ts";
import { checkAlone, checkLegalAlone } from "./part.ts";

checkAlone(tensor, { views: viewRows, indexing: indexingRows, joining: joiningRows, refusals: tensorErrorRows });
checkLegalAlone(tensor, tensorErrorRows);
