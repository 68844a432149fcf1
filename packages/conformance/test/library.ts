// The library under test, as its users import it.
import * as toeplitz from "toeplitz";
import type { Api } from "../src/rows/index.ts";

export const library: Api = toeplitz;
