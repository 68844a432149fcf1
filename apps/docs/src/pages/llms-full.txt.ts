// All pages, in English, in one file, for readers that are programs.
import { plainPages } from "../plain-text/pages.ts";

export async function GET(): Promise<Response> {
  const pages = await plainPages("en");
  return new Response(pages.map(({ title, address, text }) => `# ${title} (${address})\n\n${text}\n`).join("\n"));
}
