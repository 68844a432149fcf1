// What axe finds wrong with a page.
import axe from "axe-core";
import type { Page } from "playwright";

/** Its serious and critical findings, in words. */
export async function seriousFindings(page: Page): Promise<string[]> {
  // A string is evaluated by the debugger, which no content policy forbids.
  await page.evaluate(axe.source);
  const found = (await page.evaluate("axe.run()")) as axe.AxeResults;
  const serious = found.violations.filter(({ impact }) => impact === "serious" || impact === "critical");
  return serious.map(
    ({ id, nodes }) =>
      `${id}: ${nodes.slice(0, 3).map(({ html, failureSummary }) => `${html.slice(0, 200)} ${failureSummary}`)}`,
  );
}
