// Finds the Chromium that browser tests run in, and the flags they start it with.
import { accessSync, constants } from "node:fs";
import path from "node:path";

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome.exe", "msedge.exe"];

const outsidePath: Partial<Record<NodeJS.Platform, string[]>> = {
  darwin: [
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  ],
  win32: [process.env.PROGRAMFILES, process.env["PROGRAMFILES(X86)"], process.env.LOCALAPPDATA]
    .filter((folder) => folder !== undefined)
    .map((folder) => path.join(folder, "Google", "Chrome", "Application", "chrome.exe")),
};

function isExecutable(file: string) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** The path of a Chromium: TOEPLITZ_CHROMIUM if set, else the first one on PATH or at its usual place, else undefined. */
export function findChromium(): string | undefined {
  if (process.env.TOEPLITZ_CHROMIUM) return process.env.TOEPLITZ_CHROMIUM;
  const onPath = (process.env.PATH ?? "")
    .split(path.delimiter)
    .flatMap((folder) => names.map((name) => path.join(folder, name)));
  return [...onPath, ...(outsidePath[process.platform] ?? [])].find(isExecutable);
}

export const howToGetChromium = "install Chromium, or set TOEPLITZ_CHROMIUM to the path of one";

// No sandbox: containers run as root. No background traffic: tests must not depend on a network.
export const chromiumArgs = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
