// A line that tells how far it is; where there is no terminal, nothing.
const width = 28;

export function showProgress(done: number, all: number, words: string): void {
  if (!process.stderr.isTTY) return;
  const filled = Math.round((width * done) / all);
  process.stderr.write(`\r${"█".repeat(filled)}${"░".repeat(width - filled)} ${words}\u001b[K`);
  if (done === all) process.stderr.write("\r\u001b[K");
}
