// What axe finds wrong with a page.
import axe from "axe-core";
import type { Page } from "playwright";

/** Everything that it finds, minor or critical, the rules of good practice among them, in words. */
export async function findings(page: Page): Promise<string[]> {
  // A string is evaluated by the debugger, which no content policy forbids.
  await page.evaluate(`window.axe === undefined && ${axe.source}`);
  const { violations } = (await page.evaluate('axe.run({ resultTypes: ["violations"] })')) as axe.AxeResults;
  return violations.map(
    ({ id, impact, nodes }) =>
      `${impact} ${id}: ${nodes.slice(0, 3).map(({ html, failureSummary }) => `${html.slice(0, 200)} ${failureSummary}`)}`,
  );
}
