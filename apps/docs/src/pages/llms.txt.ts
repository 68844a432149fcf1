// What the site has, for readers that are programs: a line for each page.
import { type PlainPage, plainPages } from "../plain-text/pages.ts";

export async function GET(): Promise<Response> {
  const text = `# toeplitz

> Convolution for TypeScript, with PyTorch's names and numbers, laid open as the matrix that it is.

All pages in one file: [llms-full.txt](/llms-full.txt)

## Pages

${lines(await plainPages("en"))}

## 简体中文

${lines(await plainPages("zh-CN"))}
`;
  return new Response(text);
}

const lines = (pages: readonly PlainPage[]) =>
  pages
    .map(({ title, address, description }) => `- [${title}](${address})${description && `: ${description}`}`)
    .join("\n");
