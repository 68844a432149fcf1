// A page of results keeps its words and gets another run.
import { expect, test } from "vitest";
import { withRun } from "../recorded-run.ts";

const page = (command: string, output: string) =>
  `# Runs\n\nIn words.\n\n\`\`\`sh\n${command}\n\`\`\`\n\n\`\`\`text\n${output}\n\`\`\`\n\nMore words.\n`;

test("the command and the output are replaced, dollars and all", () => {
  expect(withRun(page("old", "1\n2"), "new $1", "3 $&\n4")).toBe(page("new $1", "3 $&\n4"));
});

test("a page without the blocks is refused", () => {
  expect(() => withRun("# Runs\n", "new", "3")).toThrow("has a block sh and a block text");
});
