// Writes the pages that are made from something else, before Astro reads them.
import { writeReference } from "./src/reference/write-reference.ts";

await writeReference();
