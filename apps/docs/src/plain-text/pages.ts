// The pages as plain Markdown, for readers that are programs.
import { getCollection } from "astro:content";
import { refusalTable } from "../bad-inputs/refusal-table.ts";
import { nameTable } from "../pytorch/name-table.ts";

export interface PlainPage {
  readonly title: string;
  readonly description: string;
  readonly address: string;
  readonly text: string;
}

/** What a page is made of, as Starlight has it. */
interface Entry {
  readonly id: string;
  readonly data: {
    readonly title: string;
    readonly description?: string;
    readonly sidebar: { readonly order?: number };
  };
  readonly body?: string;
}

const files = import.meta.glob<string>("../../{snippets,hosts}/*", { query: "?raw", import: "default", eager: true });

const inChinese = ({ id }: Entry) => id.startsWith("zh-cn");

/** Of one language, in the order of the sidebar: the quick start, the course, and so on. */
export async function plainPages(language: "en" | "zh-CN"): Promise<readonly PlainPage[]> {
  const entries: readonly Entry[] = await getCollection("docs");
  return entries
    .filter((entry) => inChinese(entry) === (language === "zh-CN"))
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

function rank(address: string): number {
  const path = address.replace(/^\/zh-cn(?=\/)/, "");
  return path === "/" ? 0 : parts.findIndex((part, i) => i > 0 && path.startsWith(part));
}

/** Without what only a page can show: figures and exercises go; snippets, files and tables are written out. */
function plain(body: string): string {
  return body
    .replace(/^import .*\n/gm, "")
    .replace(
      /<Snippet name="([^"]+)" \/>/g,
      (_, name: string) => fence("ts", `snippets/${name}.ts`) + fence("text", `snippets/${name}.txt`),
    )
    .replace(/<HostFile name="([^"]+)" \/>/g, (_, name: string) =>
      fence(/\.(\w+)$/.exec(name)?.[1] ?? "text", `hosts/${name}`),
    )
    .replace(/<NameTable \/>/g, names)
    .replace(/<RefusalTable \/>/g, refusals)
    .replace(/^<[A-Z][^>]*\/>\n/gm, "")
    .replace(/<br>/g, " ")
    .replace(/<\/?[a-z][^>]*>/g, "")
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}

function fence(language: string, file: string): string {
  const text = files[`../../${file}`];
  return text === undefined ? "" : `\`\`\`${language}\n${text.trimEnd()}\n\`\`\`\n\n`;
}

const names = () =>
  nameTable
    .flatMap(({ entries }) => entries.map(({ here, there }) => `- \`${here}\`: ${there ?? "not in PyTorch"}`))
    .join("\n");

const refusals = () =>
  refusalTable
    .flatMap(({ entries }) => entries.map(({ line, answer }) => escaped(`- \`${line}\`: ${answer}`)))
    .join("\n");

/** As Markdown has it, so that what is compared is not taken for a tag. */
const escaped = (text: string) => text.replace(/[<&]/g, (char) => `&#${char.codePointAt(0)};`);
