// Which name here is which name in PyTorch, worked out from what the library exports and what PyTorch 1.13.1 has.
import * as toeplitz from "toeplitz";
import recorded from "./names.txt?raw";

interface Entry {
  readonly here: string;
  /** PyTorch's full name, or null for what PyTorch does not have. */
  readonly there: string | null;
}

export interface Section {
  readonly title: string;
  readonly entries: readonly Entry[];
}

const known = new Set(recorded.trim().split("\n"));

/** Names that JavaScript could not have, or has for something else. */
const renamed: Readonly<Record<string, string>> = {
  variance: "torch.var",
  toArray: "torch.Tensor.tolist",
  setPrintOptions: "torch.set_printoptions",
};

const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

function section(title: string, prefix: string, names: readonly string[], homes: readonly string[]): Section {
  const entries = names.map((name) => {
    const spelled = /^[A-Z]/.test(name) ? name : snake(name);
    const there = renamed[name] ?? homes.map((home) => `${home}.${spelled}`).find((full) => known.has(full)) ?? null;
    return { here: `${prefix}${name}`, there };
  });
  return { title, entries: entries.sort((a, b) => a.here.localeCompare(b.here, "en")) };
}

const callable = (namespace: object) =>
  Object.entries(namespace).flatMap(([name, value]) => (typeof value === "function" ? [name] : []));

const { nn, optim } = toeplitz;

export const nameTable: readonly Section[] = [
  section("Functions", "", callable(toeplitz), ["torch", "torch.nn.functional", "torch.Tensor", "torch.autograd"]),
  section("Modules", "nn.", callable(nn), ["torch.nn"]),
  section("Initialisation", "nn.init.", callable(nn.init), ["torch.nn.init"]),
  section("Gradients as functions", "nn.grad.", callable(nn.grad), ["torch.nn.grad"]),
  section("Optimisers", "optim.", callable(optim), ["torch.optim", "torch.optim.lr_scheduler", "torch.nn.utils"]),
];
