// The bars of a run, with pass or miss.
import { type Bar, holds, shortfall } from "../bars.ts";
import { table } from "./table.ts";

const figure = (value: number, unit: string) => `${value.toFixed(value < 10 ? 2 : 1)}${unit === "" ? "" : ` ${unit}`}`;

function verdict(bar: Bar): string {
  const passed = holds(bar);
  if (passed === null) return "not measured";
  if (passed) return "pass";
  const by = shortfall(bar);
  return by > 0 ? `MISS by ${(by * 100).toFixed(1)} %` : `MISS: not ${bar.also?.text}`;
}

export function barTable(bars: readonly Bar[]): string {
  const rows = bars.map((bar) => {
    const { what, demand, unit, value, also, note } = bar;
    const bound = "least" in demand ? `>= ${figure(demand.least, unit)}` : `<= ${figure(demand.most, unit)}`;
    return [
      what,
      also === undefined ? bound : `${bound}, ${also.text}`,
      value === null ? "-" : figure(value, unit),
      verdict(bar),
      note ?? "",
    ];
  });
  return table(["bar", "demand", "measured", "", "of"], rows);
}

/** One line: how many bars were passed. */
export function barSummary(bars: readonly Bar[]): string {
  const verdicts = bars.map(holds);
  const count = (wanted: boolean | null) => verdicts.filter((each) => each === wanted).length;
  return `${count(true)} bars passed, ${count(false)} missed, ${count(null)} not measured`;
}
