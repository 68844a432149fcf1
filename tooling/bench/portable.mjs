// Times the portable convolution against tfjs-backend-cpu, layer by layer, after checking that they agree.
//
//   pnpm bench --portable [--max 150] [--rounds 7] [--only name] [--write]
//
// Installs the peers on first use. Needs the Node.js of .node-version, which runs TypeScript as it stands.
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { cpus } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { conv1d, conv2d, conv3d, convTranspose1d, convTranspose2d, convTranspose3d } from "@toeplitz/conv";
import { tensor } from "@toeplitz/tensor";
import { installLocked } from "../scripts/install-locked.ts";

const { values: flags } = parseArgs({
  options: {
    max: { type: "string", default: "150" },
    rounds: { type: "string", default: "7" },
    only: { type: "string" },
    write: { type: "boolean", default: false },
  },
});

const tf = await loadPeer();
const { layers } = JSON.parse(readFileSync(new URL("layers.json", import.meta.url), "utf8"));
const chosen = layers.filter((l) => l.flops < Number(flags.max) * 1e6 && (!flags.only || l.name.includes(flags.only)));

const rows = [];
for (const layer of chosen) {
  const ours = portable(layer);
  const peer = tfjs(layer);
  if (peer === null) {
    rows.push({ name: layer.name, ours: median(time([ours.run])[0]), peer: null, flops: layer.flops });
  } else {
    checkAgreement(layer, ours.read(ours.run()), peer.read(peer.run()));
    const [a, b] = time([ours.run, peer.run]);
    rows.push({ name: layer.name, ours: median(a), peer: median(b), flops: layer.flops });
  }
  console.log(line(rows.at(-1)));
}
const ratios = rows.filter((row) => row.peer !== null).map((row) => row.peer / row.ours);
const mean = Math.exp(ratios.reduce((sum, r) => sum + Math.log(r), 0) / ratios.length);
const summary = `geometric mean over ${ratios.length} layers under ${flags.max} MFLOP: ${mean.toFixed(2)}x`;
console.log(summary);
if (flags.write) writeResults();

/** The layer in this library, through its public function: checks, a fresh output, the kernel. */
function portable(layer) {
  const transposed = layer.kind === "convT";
  const [, channels] = layer.x;
  const shape = transposed ? [channels, layer.o / layer.g, ...layer.k] : [layer.o, channels / layer.g, ...layer.k];
  const x = tensor(random(layer.x, 1)).reshape(layer.x);
  const weight = tensor(random(shape, 2)).reshape(shape);
  const options = { stride: layer.s, padding: layer.p, dilation: layer.d, groups: layer.g };
  if (transposed) options.outputPadding = layer.op;
  const operators = transposed ? [convTranspose1d, convTranspose2d, convTranspose3d] : [conv1d, conv2d, conv3d];
  const operator = operators[layer.k.length - 1];
  return {
    run: () => operator(x, weight, options),
    read: (y) => y.toTypedArray(),
  };
}

/** The same layer in tfjs, which is NHWC and has no groups but depthwise; null where it cannot. */
function tfjs(layer) {
  const rank = layer.k.length;
  const depthwise = layer.g > 1 && layer.g === layer.x[1] && layer.o === layer.g;
  if (layer.g > 1 && !depthwise) return null;
  if (rank === 3) return null;
  const transposed = layer.kind === "convT";
  const [n, c] = layer.x;
  const space = rank === 1 ? [1, ...layer.x.slice(2)] : layer.x.slice(2);
  const kernel = rank === 1 ? [1, ...layer.k] : layer.k;
  const x = tf.transpose(tf.tensor4d(random(layer.x, 1), [n, c, ...space]), [0, 2, 3, 1]);
  const pads = kernel.map((_, i) => (rank === 1 && i === 0 ? 0 : layer.p));
  const explicit = [
    [0, 0],
    [pads[0], pads[0]],
    [pads[1], pads[1]],
    [0, 0],
  ];
  let run;
  if (transposed) {
    const w = tf.transpose(tf.tensor4d(random([c, layer.o, ...kernel], 2), [c, layer.o, ...kernel]), [2, 3, 1, 0]);
    const out = space.map((size, i) => (size - 1) * layer.s - 2 * layer.p + layer.d * (kernel[i] - 1) + 1 + layer.op);
    run = () => tf.conv2dTranspose(x, w, [n, ...out, layer.o], layer.s, layer.p);
  } else if (depthwise) {
    const w = tf.transpose(tf.tensor4d(random([c, 1, ...kernel], 2), [c, 1, ...kernel]), [2, 3, 0, 1]);
    run = () => tf.depthwiseConv2d(x, w, layer.s, explicit, "NHWC", layer.d);
  } else {
    const w = tf.transpose(tf.tensor4d(random([layer.o, c, ...kernel], 2), [layer.o, c, ...kernel]), [2, 3, 1, 0]);
    run = () => tf.conv2d(x, w, layer.s, explicit, "NHWC", layer.d);
  }
  let last = null;
  return {
    run() {
      last?.dispose();
      last = run();
      return last;
    },
    read: (y) => tf.tidy(() => tf.transpose(y, [0, 3, 1, 2]).dataSync()),
  };
}

/** Milliseconds per call of each routine: half a second to warm up, then rounds of about 50 ms that take turns. */
function time(routines) {
  const repeats = routines.map((run) => {
    let calls = 0;
    const start = performance.now();
    do {
      run();
      calls += 1;
    } while (performance.now() - start < 500);
    return Math.max(1, Math.round((calls * 50) / 500));
  });
  const taken = routines.map(() => []);
  for (let round = 0; round < Number(flags.rounds); round++) {
    routines.forEach((run, i) => {
      const start = performance.now();
      for (let r = 0; r < repeats[i]; r++) run();
      taken[i].push((performance.now() - start) / repeats[i]);
    });
  }
  return taken;
}

function checkAgreement(layer, ours, peers) {
  if (ours.length !== peers.length) throw new Error(`${layer.name}: ${ours.length} outputs against ${peers.length}`);
  const terms = (layer.x[1] / layer.g) * product(layer.k);
  let worst = 0;
  for (let i = 0; i < ours.length; i++) worst = Math.max(worst, Math.abs(ours[i] - peers[i]));
  // Inputs lie in [-1, 1): each of the sums of that many products may be off by a rounding per term.
  if (!(worst <= terms * 2 ** -23 * 4)) throw new Error(`${layer.name}: results differ by ${worst}`);
}

function line({ name, ours, peer, flops }) {
  const speed = (ms) => `${(flops / ms / 1e6).toFixed(2)} GFLOP/s`.padStart(13);
  const cells = [name.padEnd(24), `${ours.toFixed(3)} ms`.padStart(12), speed(ours)];
  if (peer === null) return [...cells, "tfjs-cpu cannot run it"].join("  ");
  return [...cells, `${peer.toFixed(3)} ms`.padStart(12), speed(peer), `${(peer / ours).toFixed(2)}x`.padStart(7)].join(
    "  ",
  );
}

function writeResults() {
  const file = new URL("results/portable.md", import.meta.url);
  const begin = "<!-- measured -->";
  const text = readFileSync(file, "utf8");
  const table = [
    `${cpus()[0]?.model ?? "unknown processor"}, Node ${process.version}, @tensorflow/tfjs-backend-cpu ${tf.version_core}, medians of ${flags.rounds} rounds.`,
    "",
    "| layer | portable ms | GFLOP/s | tfjs-cpu ms | GFLOP/s | ratio |",
    "|---|---|---|---|---|---|",
    ...rows.map(({ name, ours, peer, flops }) => {
      const cells = [name, ours.toFixed(3), (flops / ours / 1e6).toFixed(2)];
      const rest =
        peer === null ? ["-", "-", "-"] : [peer.toFixed(3), (flops / peer / 1e6).toFixed(2), (peer / ours).toFixed(2)];
      return `| ${[...cells, ...rest].join(" | ")} |`;
    }),
    "",
    `**${summary}**`,
  ];
  const parts = text.split(begin);
  writeFileSync(file, [parts[0], `\n${table.join("\n")}\n`, parts[2]].join(begin));
}

/** The same numbers every time: a multiplicative congruential generator. */
function random(shape, seed) {
  let state = seed * 48271;
  return Float32Array.from({ length: product(shape) }, () => {
    state = (state * 48271) % 2147483647;
    return (state / 2147483647) * 2 - 1;
  });
}

function product(numbers) {
  return numbers.reduce((a, b) => a * b, 1);
}

function median(numbers) {
  return [...numbers].sort((a, b) => a - b)[numbers.length >> 1];
}

/** tfjs on its JavaScript backend, installed from its own lockfile when it is not there yet. */
async function loadPeer() {
  const peers = new URL("peers/", import.meta.url);
  installLocked(fileURLToPath(new URL("peers/", import.meta.url)));
  const require = createRequire(new URL("package.json", peers));
  const core = require("@tensorflow/tfjs-core");
  require("@tensorflow/tfjs-backend-cpu");
  await core.setBackend("cpu");
  await core.ready();
  return core;
}
