// Doubles the size of a picture: pnpm upscale [picture.png [larger.png]]
import { parseArgs } from "node:util";
import { noGrad, setBackend, status, type Tensor } from "toeplitz";
import { timeLayers } from "./layer-times.ts";
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
let larger: Tensor = picture;
const start = performance.now();
const layers = timeLayers(network, () => {
  larger = run();
});
const total = performance.now() - start;

for (const { name, text, shape, milliseconds } of layers) {
  console.log(`${name.padEnd(9)} ${milliseconds.toFixed(2).padStart(9)} ms  [${shape.join(", ")}]  ${text}`);
}
console.log(`${"all".padEnd(9)} ${total.toFixed(2).padStart(9)} ms  on the backend ${status().backend}`);
writePicture(to, larger);
console.log(`${from} -> ${to}, ${larger.shape.slice(2).join(" x ")}`);
