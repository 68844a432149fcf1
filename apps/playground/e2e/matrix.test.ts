// The Matrix view: the picture, the symbols and the list are the library's matrix, and the facts are true of it.
import { kernelMatrix, ones, tensor } from "toeplitz";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ServedPlayground, servePlayground } from "./served-playground.ts";

let playground: ServedPlayground;
beforeAll(async () => {
  playground = await servePlayground();
});
afterAll(() => playground.close());

const values = "1_2_3_4_5_6_7_8_9";

describe("Matrix", () => {
  it("shows the picture, symbols and compressed rows of the same matrix", async () => {
    const { page, complaints } = await playground.open(
      `#/matrix?v=1&op=conv2d&size=4x4&channels=1x1&kernel=3x3&w=${values}`,
    );
    const w = tensor(values.split("_").map(Number), { dtype: "float32" }).reshape([1, 1, 3, 3]);
    const K = kernelMatrix(w, [4, 4]);
    await expect.poll(() => page.getByLabel("Structure").textContent()).toContain("36, 56.3 %");
    expect(await page.getByLabel("Structure").textContent()).toContain("Doubly blocked Toeplitz");
    await expect
      .poll(() => page.getByRole("region", { name: "Singular values" }).textContent())
      .toContain("the rank 4");
    await page.locator(".matrix-picture").hover({ position: { x: 60, y: 80 } });
    await page.getByRole("button", { name: "symbols" }).click();
    const cells = await page.locator(".written td").allTextContents();
    expect(cells.filter((text) => text !== "·")).toHaveLength(K.nnz);
    expect(cells.slice(0, 4)).toEqual(["w₀₀", "w₀₁", "w₀₂", "·"]);
    await page.getByRole("button", { name: "list" }).focus();
    await page.keyboard.press("Enter");
    const { crowIndices, colIndices } = K.csr();
    const list = page.getByLabel("Compressed sparse rows");
    await expect.poll(() => list.textContent()).toContain(`[${crowIndices.join(", ")}]`);
    expect(await list.textContent()).toContain(`[${colIndices.join(", ")}]`);
    await expect.poll(() => page.evaluate(() => location.hash)).toContain("as=list");
    expect(complaints).toEqual([]);
    await page.close();
  });

  it("turns K into its transpose, explains the checkerboard, and comes back from its link", async () => {
    const { page, complaints } = await playground.open(
      "#/matrix?v=1&op=conv2d&size=9x9&channels=1x1&kernel=3x3&stride=2x2",
      {
        dark: true,
      },
    );
    await expect.poll(() => page.getByLabel("Structure").textContent()).toContain("16 × 81");
    await page.getByRole("button", { name: "Kᵀ", exact: true }).click();
    await expect.poll(() => page.getByLabel("Structure").textContent()).toContain("81 × 16");
    expect(await page.getByRole("region", { name: "Coverage" }).textContent()).toContain("checkerboard");
    const counts = kernelMatrix(ones([1, 1, 3, 3]), [9, 9], { stride: 2 }).T.matmul(ones([16]));
    const most = Math.max(...(counts.toArray() as number[]));
    expect(await page.getByRole("region", { name: "Coverage" }).textContent()).toContain(`1 to ${most} products`);
    await expect.poll(() => page.evaluate(() => location.hash)).toContain("op=transposed2d");
    const again = await playground.open(await page.evaluate(() => location.hash), { width: 375, height: 812 });
    await expect.poll(() => again.page.getByLabel("Structure").textContent()).toContain("81 × 16");
    expect([...complaints, ...again.complaints]).toEqual([]);
    await again.page.close();
    await page.close();
  });
});
