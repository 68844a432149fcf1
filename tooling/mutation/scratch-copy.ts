// A copy of the repository in the folder for temporary files: bugs are planted there, never in the working tree.
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export class ScratchCopy {
  readonly root = mkdtempSync(join(tmpdir(), "toeplitz-mutation-"));

  /** Copies what git tracks or would track of the repository at `from`, and links what is installed. */
  constructor(from: string) {
    const listed = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard", "-z"], {
      cwd: from,
      encoding: "utf8",
      maxBuffer: 2 ** 26,
    });
    const files = listed.split("\0").filter((file) => file !== "" && existsSync(join(from, file)));
    for (const file of files) cpSync(join(from, file), join(this.root, file), { verbatimSymlinks: true });
    symlinkSync(join(from, "node_modules"), join(this.root, "node_modules"));
    // Those of the packages hold links alone, relative ones: in the copy they lead to its own packages.
    for (const file of files) {
      const installed = file.replace(/package\.json$/, "node_modules");
      if (installed === file || installed === "node_modules" || !existsSync(join(from, installed))) continue;
      cpSync(join(from, installed), join(this.root, installed), { recursive: true, verbatimSymlinks: true });
    }
  }

  /** Does something while a file of the copy has another text. */
  async with<T>(file: string, change: (source: string) => string, body: () => Promise<T>): Promise<T> {
    const path = join(this.root, file);
    const source = readFileSync(path, "utf8");
    writeFileSync(path, change(source));
    try {
      return await body();
    } finally {
      writeFileSync(path, source);
    }
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}
