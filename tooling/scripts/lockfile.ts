// What a lockfile must hold: the binaries of every platform that people work on, and no addresses.

// pnpm leaves out, silently, what the registry lacked when the lockfile was made; a clone on that platform then breaks.
const platforms: Record<string, RegExp> = {
  "macOS arm64": /^darwin-arm64/,
  "macOS x64": /^darwin-(x64|64)/,
  "Windows x64": /^(win32|windows)-(x64|64)/,
  "Linux x64": /^linux-(x64|64)/,
  "Linux arm64": /^linux-arm64/,
};

// Node.js itself is installed on Linux only; elsewhere people bring their own. Rollup asks for its build tool's lzma there only.
const linuxOnly = /^(node|@napi-rs\/lzma)-linux-/;

// On Windows sharp's own binary has the library inside.
const insideOnWindows = /^@img\/sharp-libvips-/;

const key = /^ {2}'?((?:@[^/'@]+\/)?[^@':]+)@([^:'(]+)'?:$/;
const platformPart = /^(.*?)[-/]((?:darwin|win32|windows|linux)-.*)$/;

/** What is wrong with the text of a pnpm-lock.yaml, one sentence per problem. */
export function lockfileProblems(text: string): string[] {
  const problems: string[] = [];
  const families = new Map<string, Set<string>>();
  for (const [index, line] of text.split("\n").entries()) {
    if (/https?:\/\//.test(line)) problems.push(`line ${index + 1} holds an address: ${line.trim()}`);
    const [, name, version] = key.exec(line) ?? [];
    if (name === undefined || linuxOnly.test(name) || insideOnWindows.test(name)) continue;
    const [, family, platform] = platformPart.exec(name) ?? [];
    if (family === undefined || platform === undefined) continue;
    const id = `${family}@${version}`;
    families.set(id, (families.get(id) ?? new Set()).add(platform));
  }
  for (const [family, present] of families) {
    for (const [platform, pattern] of Object.entries(platforms)) {
      if (![...present].some((name) => pattern.test(name))) problems.push(`${family} lacks its ${platform} binary`);
    }
  }
  if (families.size === 0) problems.push("no platform binaries were recognised: has the lockfile's form changed?");
  return problems;
}

/** What is wrong with the text of a package-lock.json, one sentence per problem. */
export function npmLockfileProblems(text: string): string[] {
  return /"resolved": "https?:/.test(text)
    ? ["holds addresses: make it with omit-lockfile-registry-resolved=true in the .npmrc beside it"]
    : [];
}
