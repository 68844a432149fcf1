// Builds the whole site into dist: the docs at /, the playground at /playground/. Without a network, and telling nobody.
import { fileURLToPath } from "node:url";
import { writeHeaders } from "./hosting/headers-file.ts";

process.env.ASTRO_TELEMETRY_DISABLED = "1";
const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
process.chdir(here("."));

await import("./generate/generate.ts");

// Astro reads the switch when it is loaded.
const [astro, vite] = await Promise.all([import("astro"), import("vite")]);
await astro.build({ root: here("."), logLevel: "warn" });
await vite.build({
  root: here("../playground"),
  base: "/playground/",
  logLevel: "warn",
  build: { outDir: here("dist/playground"), emptyOutDir: true },
});

await writeHeaders(here("dist"));
