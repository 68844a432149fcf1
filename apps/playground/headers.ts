// What a host sends with every page: nothing from elsewhere, nothing inline, no eval, scripts from trusted addresses alone, an origin
// of its own. The preview server sends it, and the build writes it down for the hosts that people use.

const policy = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  // The accelerator's threads start from a script that it carries.
  "worker-src 'self' blob:",
  "style-src 'self'",
  "img-src 'self' blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "frame-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  // A site that shows embedded pages of another one names itself here.
  "frame-ancestors 'self'",
  "require-trusted-types-for 'script'",
  // The page's workers, and the accelerator's.
  "trusted-types toeplitz-worker toeplitz",
];

/** Makes the page cross-origin isolated, which shared memory asks for. */
export const isolation = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
  "Cross-Origin-Resource-Policy": "same-origin",
} as const;

/** Every header of the strict set. */
export const strictHeaders: Readonly<Record<string, string>> = {
  "Content-Security-Policy": policy.join("; "),
  ...isolation,
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "no-referrer",
  "Permissions-Policy": "camera=(self), microphone=(), geolocation=(), display-capture=(), payment=(), usb=()",
};

/** The headers as files for static hosts: name and content. */
export function headerFiles(headers = strictHeaders): readonly (readonly [name: string, content: string])[] {
  const lines = (write: (name: string, value: string) => string) =>
    Object.entries(headers)
      .map(([name, value]) => write(name, value))
      .join("\n");
  return [
    [
      "_headers",
      `# Netlify and Cloudflare Pages read this file at the root of a site.\n/*\n${lines((n, v) => `  ${n}: ${v}`)}\n`,
    ],
    [
      "headers.nginx.conf",
      `# nginx: include this file within the location that serves this folder.\n${lines((n, v) => `add_header ${n} "${v}" always;`)}\n`,
    ],
    [
      "headers.caddy",
      `# Caddy: import this file within the site that serves this folder.\nheader {\n${lines((n, v) => `\t${n} "${v}"`)}\n}\n`,
    ],
  ];
}
