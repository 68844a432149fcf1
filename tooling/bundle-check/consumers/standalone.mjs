// The one-file builds import nothing and export what the package exports: one for modules, one for plain script tags.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { createContext, runInContext } from "node:vm";
import * as whole from "toeplitz";
import * as standalone from "toeplitz/standalone";

const names = (module) => Object.keys(module).sort().join(" ");
const url = import.meta.resolve("toeplitz/standalone");
const textOf = (file) => readFileSync(fileURLToPath(new URL(file, url)), "utf8");

// From a data: URL neither a package nor a neighbouring file can be imported, so whatever runs there stands alone.
const alone = await import(`data:text/javascript;base64,${Buffer.from(textOf("standalone.js")).toString("base64")}`);
if (names(alone) !== names(whole)) throw new Error("toeplitz/standalone exports other names than toeplitz");

const { conv2d, ones } = standalone;
const sum = conv2d(ones([1, 1, 2, 2]), ones([1, 1, 2, 2])).item();
if (sum !== 4) throw new Error(`conv2d gave ${sum}`);

const page = createContext({});
runInContext(textOf("standalone.global.js"), page);
if (runInContext("Object.keys(toeplitz).sort().join(' ')", page) !== names(whole)) {
  throw new Error("the global toeplitz has other names than the package");
}
const printed = runInContext("String(new toeplitz.nn.Conv2d(1, 2, 3))", page);
if (printed !== "Conv2d(1, 2, kernel_size=(3, 3), stride=(1, 1))") throw new Error(`Conv2d printed ${printed}`);
