// What a host has to send with the pages: the strictest that each part of the site runs under.
import { fileURLToPath } from "node:url";
import { loadConfigFromFile } from "vite";

export type Headers = Readonly<Record<string, string>>;

const everywhere: Headers = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
  "Cross-Origin-Resource-Policy": "same-origin",
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "no-referrer",
  "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
};

/** The playground's: it says itself what it runs under. */
export async function playgroundHeaders(): Promise<Headers> {
  const root = fileURLToPath(new URL("../../playground", import.meta.url));
  const loaded = await loadConfigFromFile({ command: "serve", mode: "production" }, undefined, root);
  const own = loaded?.config.preview?.headers;
  if (own === undefined) throw new Error("the playground's preview has no headers");
  return { ...everywhere, ...(own as Headers) };
}

/** The snippets' sandbox: the policy that its document carries, for whoever opens it elsewhere than in a page's frame, too. */
export function sandboxHeaders(documentPolicy: string): Headers {
  const policy = `${documentPolicy}; frame-ancestors 'self'; sandbox allow-scripts`;
  return { ...everywhere, "Content-Security-Policy": policy };
}

/** The docs': the inline scripts that the build made, by their hashes, and inline styles, of which mathematics and code are full. */
export function docsHeaders(scriptHashes: readonly string[]): Headers {
  const policy = [
    "default-src 'none'",
    `script-src 'self' 'wasm-unsafe-eval' ${scriptHashes.map((hash) => `'sha256-${hash}'`).join(" ")}`,
    // The accelerator's threads start from a script that it carries.
    "worker-src 'self' blob:",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' blob: data:",
    "font-src 'self'",
    "connect-src 'self'",
    "frame-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "object-src 'none'",
    "frame-ancestors 'self'",
  ];
  return { ...everywhere, "Content-Security-Policy": policy.join("; ") };
}
