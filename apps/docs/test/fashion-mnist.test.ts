// The guide's program for Fashion-MNIST, run as a reader runs it, on files of the same form with a few made-up pictures.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { loadSafetensors } from "toeplitz/io";
import { expect, it } from "vitest";

const program = fileURLToPath(new URL("../snippets/fashion-mnist.ts", import.meta.url));

/** An IDX file of bytes. */
function idx(sizes: readonly number[], bytes: Uint8Array): Uint8Array {
  const header = Buffer.alloc(4 + 4 * sizes.length);
  header.writeUInt32BE(0x0800 + sizes.length, 0);
  for (const [axis, size] of sizes.entries()) header.writeUInt32BE(size, 4 + 4 * axis);
  return gzipSync(Buffer.concat([header, bytes]));
}

it("learns pictures of one brightness per class, and keeps its weights", async () => {
  const folder = mkdtempSync(path.join(tmpdir(), "fashion-"));
  const count = 160;
  const labels = Uint8Array.from({ length: count }, (_, i) => i % 2);
  const pictures = Uint8Array.from(
    { length: count * 784 },
    (_, p) => 20 + 200 * labels[Math.floor(p / 784)]! + (p % 7),
  );
  for (const part of ["train", "t10k"]) {
    writeFileSync(path.join(folder, `${part}-images-idx3-ubyte.gz`), idx([count, 28, 28], pictures));
    writeFileSync(path.join(folder, `${part}-labels-idx1-ubyte.gz`), idx([count], labels));
  }
  const env = { ...process.env, FASHION_MNIST: folder, EPOCHS: "10", NODE_OPTIONS: "" };
  const args = ["--conditions=@toeplitz/source", program];
  const { stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, env, encoding: "utf8" });
  expect(stderr).toBe("");
  const lines = stdout.trim().split("\n");
  expect(lines).toHaveLength(10);
  expect(lines.at(-1)).toBe("epoch 10: 160 of 160 test pictures are named rightly");
  const weights = await loadSafetensors(new Uint8Array(readFileSync(path.join(folder, "fashion.safetensors"))));
  expect([...weights.values()].reduce((sum, weight) => sum + weight.numel(), 0)).toBe(60_874);
  rmSync(folder, { recursive: true });
});
