// Fails, in words, when pnpm scripts do not run under the Node.js that the tools need.
const needed = 24;
const major = Number(process.versions.node.split(".")[0]);

if (major < needed) {
  console.error(
    `The tools of this repository need Node.js ${needed} or newer, and found ${process.version}.\n` +
      "On Linux (x64, arm64) it comes with the install; on other systems install it yourself.\n" +
      "The published packages need Node.js 20.19 or newer only.",
  );
  process.exit(1);
}
