// What a person reads on a page: what its fields hold, what is chosen, and its texts.
import type { Page } from "playwright";

export interface Shown {
  /** What fields hold, by their labels. */
  readonly fields: Readonly<Record<string, string>>;
  /** The words of the choices that are made. */
  readonly chosen: readonly string[];
}

/** Everything that can be typed or chosen, hidden parts included: what is hidden holds its state, too. */
export const shownOn = (page: Page): Promise<Shown> =>
  page.evaluate(() => {
    const fields = [...document.querySelectorAll<HTMLInputElement | HTMLSelectElement>("main input, main select")];
    const labelOf = (field: HTMLInputElement | HTMLSelectElement) =>
      field.ariaLabel ?? field.labels?.[0]?.querySelector("span")?.textContent ?? "";
    const chosen = [...document.querySelectorAll("main [aria-pressed=true]")];
    return {
      fields: Object.fromEntries(fields.map((field) => [labelOf(field), field.value])),
      chosen: chosen.map((button) => button.ariaLabel ?? button.textContent ?? ""),
    };
  });

/** What is kept stays where it is when a mouse comes to the corner of the picture that it is in. */
export const passOver = async (page: Page, picture: string) => {
  const { x, y } = (await page.locator(picture).boundingBox())!;
  await page.locator(picture).dispatchEvent("pointermove", { clientX: x + 1, clientY: y + 1, pointerType: "mouse" });
};

export const textOf = async (page: Page, selector: string) =>
  ((await page.locator(selector).allTextContents()).join(" ") ?? "").replaceAll("−", "-");
