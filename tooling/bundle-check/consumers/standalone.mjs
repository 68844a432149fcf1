// The one-file build imports nothing and exports what the package exports.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import * as whole from "toeplitz";
import * as standalone from "toeplitz/standalone";

const text = readFileSync(fileURLToPath(import.meta.resolve("toeplitz/standalone")), "utf8");
const imports = text.match(/(?:\bfrom|\bimport)\s*["'][^"']+["']/g);
if (imports !== null) throw new Error(`standalone.js imports: ${imports.join(", ")}`);

const names = (module) => Object.keys(module).sort().join(" ");
if (names(standalone) !== names(whole)) throw new Error("toeplitz/standalone exports other names than toeplitz");

const { conv2d, ones } = standalone;
const sum = conv2d(ones([1, 1, 2, 2]), ones([1, 1, 2, 2])).item();
if (sum !== 4) throw new Error(`conv2d gave ${sum}`);
