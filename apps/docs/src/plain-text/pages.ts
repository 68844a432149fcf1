// The pages as plain Markdown, for readers that are programs.
import { getCollection } from "astro:content";

export interface PlainPage {
  readonly title: string;
  readonly description: string;
  readonly address: string;
  readonly text: string;
}

const files = import.meta.glob<string>("../../snippets/*", { query: "?raw", import: "default", eager: true });

/** In the order of the sidebar: the quick start, the course, and so on. */
export async function plainPages(): Promise<readonly PlainPage[]> {
  const entries = await getCollection("docs");
  return entries
    .map(({ id, data, body = "" }) => ({
      title: data.title,
      description: data.description ?? "",
      address: id === "index" ? "/" : `/${id}/`,
      order: data.sidebar.order ?? 0,
      text: plain(body),
    }))
    .sort((a, b) => rank(a.address) - rank(b.address) || a.order - b.order);
}

const parts = ["/", "/course/", "/from-pytorch/", "/guides/", "/measured/", "/api/"];

const rank = (address: string) =>
  address === "/" ? 0 : parts.findIndex((part, i) => i > 0 && address.startsWith(part));

/** Without what only a page can show: figures and exercises go, snippets are written out. */
function plain(body: string): string {
  return body
    .replace(/^import .*\n/gm, "")
    .replace(
      /<Snippet name="([^"]+)" \/>/g,
      (_, name: string) => fence("ts", `${name}.ts`) + fence("text", `${name}.txt`),
    )
    .replace(/^<[A-Z][^>]*\/>\n/gm, "")
    .replace(/<br>/g, " ")
    .replace(/<\/?[a-z][^>]*>/g, "")
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}

function fence(language: string, file: string): string {
  const text = files[`../../snippets/${file}`];
  return text === undefined ? "" : `\`\`\`${language}\n${text.trimEnd()}\n\`\`\`\n\n`;
}
