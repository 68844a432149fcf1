// The scoreboard as one page without scripts: readable aloud, in the dark, and without colours.
import type { Count, Scoreboard, ScoredLine } from "./score.ts";

const escaped = (text: string) =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

const marks = { green: "✓ holds", red: "✗ fails", "not run": "– not run" } as const;

export function page(board: Scoreboard): string {
  const failing = board.lines.filter((line) => line.state === "red");
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>Toeplitz: the scoreboard</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>How like PyTorch?</h1>
<p>Made by the tests themselves on <time datetime="${escaped(board.made)}">${escaped(board.made.slice(0, 10))}</time>.
Every row is one call whose answer somebody else gave. A line is green when all its rows hold, portably and on the accelerator.
Rows on the accelerator are counted once for each of its levels that ran them.</p>
<p class="${board.state.replace(" ", "-")}"><strong>${marks[board.state]}</strong>${summary(board)}</p>
<table>
<caption>Rows by source</caption>
<thead>
<tr><th scope="col" rowspan="2">What</th><th scope="col" rowspan="2">Who says so</th><th scope="col" rowspan="2">State</th>
<th scope="colgroup" colspan="4">Portable</th><th scope="colgroup" colspan="4">Accelerated</th></tr>
<tr>${'<th scope="col">rows</th><th scope="col">passed</th><th scope="col">failed</th><th scope="col">skipped</th>'.repeat(2)}</tr>
</thead>
<tbody>
${board.lines.map(tableRow).join("\n")}
</tbody>
</table>
${unmet(board)}
${skips(board)}
${failing.length === 0 ? "" : `<h2>What fails</h2>\n${failing.map(failuresOf).join("\n")}`}
</main>
</body>
</html>
`;
}

function summary({ lines }: Scoreboard): string {
  const counts = lines.flatMap((line) => [line.portable, line.accelerated]).filter((side) => side !== null);
  const sum = (pick: (side: Count) => number) => counts.reduce((total, side) => total + pick(side), 0);
  return `: ${sum((side) => side.passed)} rows passed, ${sum((side) => side.failed)} failed, ${sum((side) => side.skipped)} were skipped.`;
}

function tableRow({ what, source, version, note, portable, accelerated, state }: ScoredLine): string {
  const detail = note === null ? "" : `<br><small>${escaped(note)}</small>`;
  return (
    `<tr class="${state.replace(" ", "-")}"><th scope="row">${escaped(what)}${detail}</th>` +
    `<td>${escaped(source)}<br><small>${escaped(version)}</small></td><td class="state">${marks[state]}</td>` +
    `${cells(portable)}${cells(accelerated)}</tr>`
  );
}

const cells = (side: Count | null) =>
  side === null
    ? '<td colspan="4" class="none">does not apply</td>'
    : [side.rows, side.passed, side.failed, side.skipped]
        .map((number, i) => `<td class="number${i === 2 && number > 0 ? " bad" : ""}">${number}</td>`)
        .join("");

function unmet({ lines }: Scoreboard): string {
  const items = lines.flatMap(({ what, portable, accelerated }) =>
    [...(portable?.unmet ?? []), ...(accelerated?.unmet ?? [])].map(
      (pattern) => `<li>${escaped(what)}: no test is named <code>${escaped(pattern)}</code></li>`,
    ),
  );
  return items.length === 0 ? "" : `<h2>What did not run</h2>\n<ul>\n${items.join("\n")}\n</ul>`;
}

function skips({ lines }: Scoreboard): string {
  const items = lines.flatMap(({ what, portable, accelerated }) =>
    [["portably", portable] as const, ["accelerated", accelerated] as const].flatMap(([side, count]) =>
      Object.entries(count?.reasons ?? {}).map(
        ([reason, number]) => `<li>${escaped(what)}, ${side}: ${number} (${escaped(reason)})</li>`,
      ),
    ),
  );
  return items.length === 0 ? "" : `<h2>What is skipped, and why</h2>\n<ul>\n${items.join("\n")}\n</ul>`;
}

function failuresOf({ what, portable, accelerated }: ScoredLine): string {
  const failures = [...(portable?.failures ?? []), ...(accelerated?.failures ?? [])];
  const items = failures.map(({ name, why }) => `<li>${escaped(name)}<pre>${escaped(why)}</pre></li>`);
  return `<h3>${escaped(what)}</h3>\n<ul>\n${items.join("\n")}\n</ul>`;
}

const style = `
:root { --text: #1b1f24; --back: #ffffff; --line: #c9ced6; --good: #0b6b2f; --bad: #b3001b; --quiet: #57606a; }
@media (prefers-color-scheme: dark) {
  :root { --text: #e8eaed; --back: #14171b; --line: #3c434c; --good: #6bd68f; --bad: #ff8a8a; --quiet: #a6adb7; }
}
body { margin: 0; font: 1rem/1.5 system-ui, sans-serif; color: var(--text); background: var(--back); }
main { max-width: 80rem; margin: 0 auto; padding: 1.5rem; overflow-x: auto; }
table { border-collapse: collapse; }
caption { text-align: left; font-weight: bold; padding: 0.5rem 0; }
th, td { border: 1px solid var(--line); padding: 0.4rem 0.6rem; text-align: left; vertical-align: top; font-weight: normal; }
thead th, .state { font-weight: bold; }
.number { text-align: right; font-variant-numeric: tabular-nums; }
.green .state, p.green strong { color: var(--good); }
.red .state, p.red strong, .bad { color: var(--bad); font-weight: bold; }
.not-run .state, p.not-run strong, .none, small { color: var(--quiet); }
.state { white-space: nowrap; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; }
`;
