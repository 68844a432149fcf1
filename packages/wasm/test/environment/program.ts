// Run in a Node.js of its own by hosts.long.test.ts: reports on what this host makes of the accelerator.
import { setBackend } from "@toeplitz/tensor";
import { threads, wasm } from "../../src/index.ts";
import { mayForgetRelaxedSimd } from "./relaxed-simd.ts";
import { entry, report } from "./report.ts";

mayForgetRelaxedSimd();
const made = report(null);
setBackend(wasm({ level: "deterministic" }));
const shared = await threads(2);
process.stdout.write(JSON.stringify({ ...made, threaded: { ...entry(), shared } }));
