// The whole site under the headers that its host has to send: no page breaks them, every link arrives, and nothing comes from elsewhere.
import { globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, inject, it } from "vitest";
import { type HtmlElement, type HtmlFile, htmlFiles } from "../hosting/html-files.ts";
import { open, seriousViolations, wide } from "./pages.ts";

const folder = fileURLToPath(new URL("../dist", import.meta.url));
const files = htmlFiles(folder);
const byAddress = new Map(files.map((file) => [file.address, file]));
/** Pages in Chinese that somebody wrote: the others there show the English text again. */
const inChinese = new Set(
  globSync("**/*.mdx", { cwd: fileURLToPath(new URL("../src/content/docs/zh-cn", import.meta.url)) }).map(
    (file) => `/zh-cn/${file.replace(/\.mdx$/, "/").replace(/^index\/$/, "")}`,
  ),
);
const written = files
  .map(({ address }) => address)
  .filter((address) => !address.startsWith("/zh-cn/") || inChinese.has(address));
const phone = { width: 360, height: 740, dark: true };

/** What leads elsewhere from an element; null where it leads nowhere. */
const addressOf = ({ attributes: { href, src } }: HtmlElement) => href ?? src ?? null;

describe("the files", () => {
  it("has a page of every kind", () => {
    const kinds = [
      "/",
      "/zh-cn/course/",
      "/course/",
      "/guides/mistakes/",
      "/measured/",
      "/api/",
      "/api/conv/",
      "/api/nn/",
      "/api/tensor/",
    ];
    for (const kind of kinds) expect(files.some(({ address }) => address.startsWith(kind))).toBe(true);
  });

  it("leads to pages and headings that there are", () => {
    const broken = files.flatMap((file) =>
      file.elements.flatMap((element) => {
        const address = element.tag === "a" ? addressOf(element) : null;
        return address === null || arrives(file, address) ? [] : [`${file.address} -> ${address}`];
      }),
    );
    expect(broken).toEqual([]);
  });

  it("loads nothing from elsewhere", () => {
    const loaded = files.flatMap(({ address, elements }) =>
      elements
        .filter(({ tag, attributes }) => tag !== "a" && !(tag === "link" && attributes.rel === "canonical"))
        .flatMap((element) => addressOf(element) ?? [])
        .filter((target) => /^([a-z]+:)?\/\//.test(target))
        .map((target) => `${address} -> ${target}`),
    );
    expect(loaded).toEqual([]);
    const styles = globSync("_astro/*.css", { cwd: folder }).map((file) => readFileSync(`${folder}/${file}`, "utf8"));
    expect(styles.length).toBeGreaterThan(0);
    for (const style of styles) expect(style).not.toMatch(/(url\(|@import)\s*["']?(https?:)?\/\//);
  });

  it("fits into the headers of common hosts", () => {
    const lines = readFileSync(`${folder}/_headers`, "utf8").split("\n");
    // Cloudflare reads 100 rules of at most 2000 characters.
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThan(2000);
    expect(lines.filter((line) => line.startsWith("/")).length).toBeLessThan(100);
  });
});

/** Whether a link leads to a page, and to a part of it that there is; what is elsewhere is not asked. */
function arrives(from: HtmlFile, link: string): boolean {
  const base = "http://site";
  const { origin, pathname, hash } = new URL(link, `${base}${from.address}`);
  if (origin !== base || pathname.startsWith("/playground/")) return true;
  const target = byAddress.get(pathname);
  if (target === undefined) return pathname.includes(".") && readFileSync(folder + pathname).length > 0;
  const id = decodeURIComponent(hash.slice(1));
  return id === "" || id === "_top" || target.elements.some(({ attributes }) => attributes.id === id);
}

describe("in Chromium", () => {
  it("every page keeps to its policy", async () => {
    const waiting = [...written, "/zh-cn/guides/deploy/"];
    const turn = async () => {
      const { page, complaints } = await open(waiting.pop() ?? "/", wide);
      for (let address = waiting.pop(); address !== undefined; address = waiting.pop()) {
        await page.goto(new URL(address, inject("site")).href, { waitUntil: "networkidle" });
        expect({ address, complaints }).toEqual({ address, complaints: [] });
        expect(await page.evaluate("crossOriginIsolated")).toBe(true);
      }
      expect(complaints).toEqual([]);
      await page.close();
    };
    // A page waits for its scripts most of the time.
    await Promise.all(Array.from({ length: 4 }, turn));
  }, 120_000);

  it("the playground keeps to its policy, and runs", async () => {
    const { page, complaints } = await open("/playground/", wide);
    await page.locator("[data-side=output] [role=gridcell]").first().waitFor();
    expect(complaints).toEqual([]);
    await page.close();
  });

  it("refuses a script that the build did not make", async () => {
    const { page, complaints } = await open("/", wide);
    await page.evaluate(
      "document.head.append(Object.assign(document.createElement('script'), { text: 'window.ran = 1' }))",
    );
    expect(await page.evaluate("window.ran")).toBeUndefined();
    expect(complaints.join()).toContain("Content Security Policy");
    await page.close();
  });

  it.each([
    ["conv2d", "/api/conv/convolution/"],
    ["ConvTranspose2d", "/api/nn/convolution/"],
    ["kernelMatrix", "/api/kernel-matrix/"],
  ])("search finds %s", async (name, address) => {
    const { page, complaints } = await open("/from-pytorch/", wide);
    await page.locator("button[data-open-modal]:enabled").first().click();
    await page.locator("dialog input").fill(name);
    await page.locator(`dialog a[href^='${address}']`).first().waitFor();
    expect(complaints).toEqual([]);
    await page.close();
  });

  const shown = written
    .filter(
      (address) =>
        !address.startsWith("/api/") ||
        /^\/api\/($|conv\/convolution|nn\/module|tensor\/(tensor|activation)|io\/pth)/.test(address),
    )
    .filter((address) => !address.includes("/course/"));
  /** One of each kind is looked at in light, too. */
  const inLight = ["/", "/from-pytorch/", "/guides/mistakes/", "/measured/here/", "/api/conv/convolution/"];
  it.concurrent.each(shown)("%s is clean by axe and fits", async (address) => {
    for (const view of [wide, phone]) {
      const { page } = await open(address, view);
      if (view === phone || inLight.includes(address)) expect(await seriousViolations(page)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(view.width);
      await page.close();
    }
  });

  it("measures layers in workers, and stops when told to", async () => {
    const { page, complaints } = await open("/measured/here/", wide);
    const benchmark = page.locator(".browser-benchmark");
    await benchmark.getByRole("combobox").selectOption({ label: "few channels (3)" });
    await benchmark.getByRole("button", { name: "Run" }).click();
    await page.getByText("3 of 3 layers measured.").waitFor();
    expect(await benchmark.locator("tbody tr").count()).toBe(3);
    const lead = Number(await benchmark.locator("tfoot td").nth(-1).innerText());
    expect(lead).toBeGreaterThan(0);
    expect(await benchmark.innerText()).toMatch(/accelerated: .*wasm/);
    await benchmark.getByRole("combobox").selectOption({ label: "All (30)" });
    await benchmark.getByRole("button", { name: "Run" }).click();
    await benchmark.getByRole("button", { name: "Cancel" }).click();
    await page.getByText("Cancelled.").waitFor();
    expect(complaints).toEqual([]);
    await page.close();
  });

  it("has all pages in plain text", async () => {
    const list = await (await fetch(new URL("llms.txt", inject("site")))).text();
    const named = [...list.matchAll(/\]\((\/[^)]*)\)/g)].map(([, address]) => address);
    expect(named.filter((address) => address?.endsWith("/")).sort()).toEqual(
      written.filter((address) => address.endsWith("/")).sort(),
    );
    const all = await (await fetch(new URL("llms-full.txt", inject("site")))).text();
    expect(all).toContain("conv2d(input: Tensor, weight: Tensor, options?: ConvOptions): Tensor");
    expect(all).toContain('import kernels from "@toeplitz/wasm/kernels.wasm"');
    expect(all).toContain("to have 2 channels, but got 3 channels instead");
    expect(all).not.toMatch(/^import .* from "\.\.|<(Snippet|HostFile|NameTable|RefusalTable)/m);
  });

  it("serves every file with headers", async () => {
    const answer = await fetch(new URL("favicon.svg", inject("site")));
    expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
  });
});
