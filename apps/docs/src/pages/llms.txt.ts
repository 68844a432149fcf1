// What the site has, for readers that are programs: a line for each page.
import { plainPages } from "../plain-text/pages.ts";

export async function GET(): Promise<Response> {
  const pages = await plainPages();
  const lines = pages.map(
    ({ title, address, description }) => `- [${title}](${address})${description && `: ${description}`}`,
  );
  const text = `# toeplitz

> Convolution for TypeScript, with PyTorch's names and numbers, laid open as the matrix that it is.

All pages in one file: [llms-full.txt](/llms-full.txt)

## Pages

${lines.join("\n")}
`;
  return new Response(text);
}
