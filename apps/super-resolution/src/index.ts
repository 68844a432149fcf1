// Doubles the size of a picture: pnpm upscale [picture.png [larger.png]]
import { parseArgs } from "node:util";
import { watchLayers } from "@toeplitz/networks";
import { noGrad, setBackend, status } from "toeplitz";
import { packaged, superResolution } from "./network.ts";
import { readPicture, writePicture } from "./picture.ts";

const { values, positionals } = parseArgs({ allowPositionals: true, options: { portable: { type: "boolean" } } });
const [from = packaged("assets", "fixture.png"), to = "larger.png"] = positionals;
if (values.portable) setBackend(null);

const network = superResolution();
const picture = readPicture(from);
const run = () => noGrad(() => network.forward(picture));
// The second run is the one that counts: the first compiles.
run();
const lines: string[] = [];
const watch = watchLayers(network, ({ name, layer, output, milliseconds }) => {
  const shape = `[${output.shape.join(", ")}]`;
  lines.push(`${name.padEnd(9)} ${milliseconds.toFixed(2).padStart(9)} ms  ${shape}  ${layer}`);
});
const start = performance.now();
const larger = run();
const total = performance.now() - start;

watch.remove();
for (const line of lines) console.log(line);
console.log(`${"all".padEnd(9)} ${total.toFixed(2).padStart(9)} ms  on the backend ${status().backend}`);
writePicture(to, larger);
console.log(`${from} -> ${to}, ${larger.shape.slice(2).join(" x ")}`);
