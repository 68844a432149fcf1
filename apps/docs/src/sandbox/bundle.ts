// The sandbox's two files, made when the site is built: the worker's script, and the document with the policy that lets nothing else in.
import { createHash } from "node:crypto";
import { transform } from "sucrase";
import { build } from "vite";
import frame from "./frame.ts?raw";

/** The library with `worker.ts`, as one classic script. */
export async function libraryScript(): Promise<string> {
  const source = "@toeplitz/source";
  const output = await build({
    configFile: false,
    logLevel: "error",
    // The script ends with an await, which a classic script has in a function alone.
    plugins: [],
    resolve: { conditions: [source, "module", "browser", "production"] },
    build: {
      write: false,
      target: "es2022",
      modulePreload: false,
      rolldownOptions: {
        input: "src/sandbox/worker.ts",
        output: { format: "es", codeSplitting: false },
      },
    },
  });
  const [chunk] = "output" in output ? output.output : [];
  if (chunk?.type !== "chunk") throw new Error("the sandbox's library was not built");
  return `(async () => {${chunk.code}})();`;
}

/** The document that a snippet's worker lives in. */
export function frameDocument(): string {
  const script = transform(frame, { transforms: ["typescript"], disableESTransforms: true }).code;
  const hash = createHash("sha256").update(script).digest("base64");
  const policy = [
    "default-src 'none'",
    `script-src 'sha256-${hash}' 'wasm-unsafe-eval'`,
    "worker-src blob:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>Sandbox</title>
<script>${script}</script>
`;
}
