// A page of results says in words what a run is, and holds the last one: its command and all that it printed.

const commandBlock = /```sh\n[\s\S]*?\n```/;
const outputBlock = /```text\n[\s\S]*?\n```/;

/** The page with another run in its two blocks. */
export function withRun(page: string, command: string, output: string): string {
  if (!commandBlock.test(page) || !outputBlock.test(page))
    throw new Error("a page of results has a block sh and a block text");
  // As functions: what stands there may have dollars in it.
  return page
    .replace(commandBlock, () => `\`\`\`sh\n${command}\n\`\`\``)
    .replace(outputBlock, () => `\`\`\`text\n${output}\n\`\`\``);
}
