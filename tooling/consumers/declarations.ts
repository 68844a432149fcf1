// The packed declarations under four versions of TypeScript, with nothing skipped and no newer library than they need.
import { run } from "../bundle-check/programs.ts";
import { hostFile, versionOf } from "./hosts.ts";
import { failed, type Outcome, type Row } from "./row.ts";

const versions: readonly string[] = ["5.4", "5.9", "6", "7"];

const resolutions: readonly (readonly [string, string])[] = [
  ["nodenext", "nodenext"],
  ["esnext", "bundler"],
];

/** A file in a folder that has what it imports. */
export interface Checked {
  readonly folder: string;
  readonly file: string;
}

function check(version: string, files: readonly Checked[]): Outcome {
  const program = hostFile(`typescript-${version}`, "bin/tsc");
  for (const { folder, file } of files) {
    for (const [module, resolution] of resolutions) {
      const args = ["--noEmit", "--strict", "--skipLibCheck", "false", "--target", "es2022", "--lib", "es2022,dom"];
      args.push("--exactOptionalPropertyTypes", "--module", module, "--moduleResolution", resolution, file);
      const { status, output } = run(process.execPath, [program, ...args], { cwd: folder });
      if (status !== 0) return failed(`${file}, moduleResolution ${resolution}\n${output}`);
    }
  }
  return { kind: "passed", result: "no error, `skipLibCheck` off" };
}

export function declarationRows(files: readonly Checked[]): Row[] {
  return versions.map((version) => ({
    consumer: `TypeScript ${version}`,
    version: versionOf(`typescript-${version}`),
    outcome: check(version, files),
  }));
}
