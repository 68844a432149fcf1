// The site: Starlight in paper and ink, mathematics set at build time, links checked by the build.
import { unified } from "@astrojs/markdown-remark";
import react from "@astrojs/react";
import starlight from "@astrojs/starlight";
import { defineConfig } from "astro/config";
import rehypeKatex from "rehype-katex";
import remarkMath from "remark-math";
import starlightLinksValidator from "starlight-links-validator";
import { defaultClientConditions, defaultServerConditions } from "vite";

const source = "@toeplitz/source";

const onServer = {
  resolve: { conditions: [source, ...defaultServerConditions], noExternal: [/^@toeplitz\//, "toeplitz"] },
};

export default defineConfig({
  trailingSlash: "always",
  // Starlight's sidebar leads to each language's own; the playground is one.
  redirects: { "/zh-cn/playground/": "/playground/" },
  markdown: { processor: unified({ remarkPlugins: [remarkMath], rehypePlugins: [rehypeKatex] }) },
  vite: {
    logLevel: "error",
    // Files stay files: the policy names every script that is inline, and no font.
    build: { assetsInlineLimit: 0 },
    worker: { format: "es" },
    resolve: { conditions: [source, ...defaultClientConditions] },
    environments: { prerender: onServer, ssr: onServer },
  },
  integrations: [
    react(),
    starlight({
      title: "toeplitz",
      description: "Convolution for TypeScript, with PyTorch's names and numbers, laid open as the matrix that it is.",
      expressiveCode: { styleOverrides: { codeFontSize: "13px", codeLineHeight: "20px", uiFontSize: "13px" } },
      favicon: "/favicon.svg",
      locales: { root: { label: "English", lang: "en" }, "zh-cn": { label: "简体中文", lang: "zh-CN" } },
      customCss: ["katex/dist/katex.min.css", "./src/styles/index.css"],
      plugins: [starlightLinksValidator({ exclude: ["/playground/**"] })],
      sidebar: [
        { label: "Quick start", translations: { "zh-CN": "快速上手" }, link: "/" },
        {
          label: "The notebook",
          translations: { "zh-CN": "笔记本：卷积七讲" },
          items: [{ autogenerate: { directory: "course" } }],
        },
        { label: "Coming from PyTorch", translations: { "zh-CN": "从 PyTorch 来" }, link: "/from-pytorch/" },
        { label: "Guides", translations: { "zh-CN": "指南" }, items: [{ autogenerate: { directory: "guides" } }] },
        { label: "Measured", translations: { "zh-CN": "实测" }, items: [{ autogenerate: { directory: "measured" } }] },
        {
          label: "API reference",
          translations: { "zh-CN": "API 参考" },
          collapsed: true,
          items: [{ autogenerate: { directory: "api", collapsed: true } }],
        },
        { label: "Playground", translations: { "zh-CN": "演练场" }, link: "/playground/" },
      ],
    }),
  ],
});
