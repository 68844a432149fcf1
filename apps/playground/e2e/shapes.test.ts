// The Shapes view: ways from one size to another, by mouse and by keyboard, and what a stack sees.
import { conv2d, convTranspose2d, ones } from "toeplitz";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { layoutFaults } from "./layout-faults.ts";
import { type ServedPlayground, servePlayground } from "./served-playground.ts";

let playground: ServedPlayground;
beforeAll(async () => {
  playground = await servePlayground();
});
afterAll(() => playground.close());

/** Cells with a number that neither have a name of their own in sight nor stand below the one of their column. Runs in the page. */
function unnamed(tables: Element[]): string[] {
  const isBelow = (cell: HTMLTableCellElement, head: HTMLTableCellElement | undefined) => {
    const [{ left, right }, over] = [cell.getBoundingClientRect(), head!.getBoundingClientRect()];
    const seen = head!.checkVisibility({ opacityProperty: true }) && over.width > 1 && head!.innerText.trim() !== "";
    return seen && over.left - 1 <= left && right <= over.right + 1;
  };
  const isNamed = (cell: HTMLTableCellElement) =>
    !["none", "normal"].includes(getComputedStyle(cell, "::before").content) && /\w/.test(cell.dataset.beneath ?? "");
  return tables.flatMap((table) => {
    const [heads, ...rows] = [...(table as HTMLTableElement).rows].map(({ cells }) =>
      [...cells].flatMap((cell) => Array.from({ length: cell.colSpan }, () => cell)),
    );
    return rows.flatMap((row, i) =>
      row.flatMap((cell, column) => {
        const shown = cell.querySelector("input")?.value ?? cell.innerText;
        if (!/\d/.test(shown) || isNamed(cell) || isBelow(cell, heads![column])) return [];
        return [`row ${i}, column ${column}: ${shown}`];
      }),
    );
  });
}

describe("Shapes", () => {
  it("lists ways that lead there, and the code of the one that is chosen", async () => {
    const { page, complaints } = await playground.open("#/shapes");
    const rows = page.locator(".steps tbody tr");
    const read = await rows.evaluateAll((list) =>
      list.map((row) => [...row.querySelectorAll("td")].slice(1, 5).map((cell) => Number(cell.textContent))),
    );
    expect(read.length).toBeGreaterThan(5);
    for (const [kernel, stride, padding, dilation] of read as [number, number, number, number][]) {
      const y = conv2d(ones([1, 1, 28, 28]), ones([1, 1, kernel, kernel]), { stride, padding, dilation });
      expect(y.shape).toEqual([1, 1, 14, 14]);
    }
    await rows.filter({ hasText: "output padding 1" }).first().getByRole("button").click();
    const code = page.getByLabel("The chosen step");
    const [, kernel, rest] = /new nn\.Conv2d\(inChannels, outChannels, (\d+), (.*)\)/.exec(
      (await code.textContent())!,
    )!;
    const options = { padding: Number(/padding: (\d+)/.exec(rest!)?.[1] ?? 0), stride: 2, outputPadding: 1 };
    const back = convTranspose2d(ones([1, 1, 14, 14]), ones([1, 1, Number(kernel), Number(kernel)]), options);
    expect(back.shape).toEqual([1, 1, 28, 28]);
    await expect.poll(() => page.evaluate(() => location.hash)).toContain("step=");
    expect(complaints).toEqual([]);
    await page.close();
  });

  it.each([320, 390])(
    "shows both tables whole on a screen of %i pixels, with the name of each number",
    async (width) => {
      const { page } = await playground.open("#/shapes", { width, height: 812 });
      const tables = page.locator(".shapes .table-scroll");
      const hidden = () =>
        tables.evaluateAll((all) =>
          all.map((each) => [each.scrollWidth - each.clientWidth, each.scrollHeight - each.clientHeight]),
        );
      await tables.nth(1).waitFor();
      expect(await hidden()).toEqual([
        [0, 0],
        [0, 0],
      ]);
      await page.getByRole("button", { name: "and back" }).click();
      await page.getByRole("columnheader", { name: "output padding" }).waitFor();
      for (let layers = 3; layers < 8; layers++) await page.getByRole("button", { name: "Add a layer" }).click();
      expect(await hidden()).toEqual([
        [0, 0],
        [0, 0],
      ]);
      expect(await layoutFaults(page)).toEqual([]);
      expect(await page.locator(".shapes table").evaluateAll(unnamed)).toEqual([]);
      // It is still one table, and what is written beneath a row is read once.
      const first = page.getByRole("table").first().getByRole("row").nth(1);
      await expect.poll(() => first.getByRole("cell").count()).toBe(7);
      expect(await first.getByRole("cell").last().ariaSnapshot()).toBe('- cell "same settings"');
      expect(
        await first.getByRole("button").evaluate((button) => button.getBoundingClientRect().height),
      ).toBeGreaterThan(43);
      await page.close();
    },
  );

  it("works by keyboard, says when there is no way, and comes back from its link", async () => {
    const { page, complaints } = await playground.open("#/shapes", { dark: true });
    await page.getByLabel("size before").focus();
    await page.keyboard.press("ArrowUp");
    await expect.poll(() => page.evaluate(() => location.hash)).toContain("from=29");
    await page.getByRole("button", { name: "and back" }).focus();
    await page.keyboard.press("Enter");
    await expect.poll(() => page.getByLabel("size after").inputValue()).toBe("29");
    await expect.poll(() => page.locator(".steps [role=status]").textContent()).toMatch(/\d+ ways/);
    await page.getByLabel("largest kernel").fill("1");
    await page.getByLabel("size after").fill("500");
    await expect.poll(() => page.locator(".steps [role=status]").textContent()).toContain("No transposed convolution");
    await expect.poll(() => page.evaluate(() => location.hash)).toContain("to=500");
    const again = await playground.open(await page.evaluate(() => location.hash));
    expect(await again.page.getByLabel("largest kernel").inputValue()).toBe("1");
    expect(await again.page.locator(".steps [role=status]").textContent()).toContain("14 to 500");
    expect([...complaints, ...again.complaints]).toEqual([]);
    await page.close();
    await again.page.close();
  });

  it("shows what a stack sees, and keeps a layer that does not fit", async () => {
    const { page, complaints } = await playground.open("#/shapes", { width: 375, height: 812 });
    await page.getByRole("button", { name: "Add a layer" }).click();
    await page.getByLabel("layer 4 dilation").fill("2");
    await expect.poll(() => page.locator(".sentence").textContent()).toMatch(/depends on 17 of 28 inputs/);
    expect(await page.locator(".cone rect[data-state=seen]").count()).toBeGreaterThan(20);
    await page.getByLabel("layer 2 kernel").fill("11");
    await page.getByLabel("layer 2 padding").fill("0");
    await page.getByLabel("layer 2 dilation").fill("4");
    await expect.poll(() => page.locator(".problem-line").textContent()).toContain("Kernel size can't be greater");
    await page.getByLabel("remove layer 2").click();
    await expect.poll(() => page.locator(".problem-line").textContent()).toBe("");
    expect(complaints).toEqual([]);
    await page.close();
  });

  it("leads on to the Arithmetic view", async () => {
    const { page } = await playground.open("#/shapes?v=1&op=conv&from=8&to=4");
    await page.getByRole("link", { name: "See it in Arithmetic" }).click();
    await expect.poll(() => page.locator("[data-side=output] [role=gridcell]").count()).toBe(16);
    await page.close();
  });
});
