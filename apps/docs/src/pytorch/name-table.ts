// Which name here is which name in PyTorch, worked out from what the library exports and what PyTorch 1.13.1 has.
import * as toeplitz from "toeplitz";
import * as io from "toeplitz/io";
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

/** Names that JavaScript could not have, or that say more here; and those of the libraries around PyTorch. */
const renamed: ReadonlyMap<string, string> = new Map(
  Object.entries({
    variance: "torch.var",
    index: "torch.Tensor.__getitem__",
    indexPut: "torch.Tensor.index_put",
    isFloating: "torch.is_floating_point",
    toArray: "torch.Tensor.tolist",
    toTypedArray: "torch.Tensor.numpy",
    toString: "torch.Tensor.__repr__",
    setPrintOptions: "torch.set_printoptions",
    fuseConvBn: "torch.nn.utils.fuse_conv_bn_eval",
    LRScheduler: "torch.optim.lr_scheduler._LRScheduler",
    defaultCollate: "torch.utils.data.default_collate",
    loadPth: "torch.load",
    savePth: "torch.save",
    loadNpy: "numpy.load",
    loadNpz: "numpy.load",
    saveNpy: "numpy.save",
    saveNpz: "numpy.savez",
    loadSafetensors: "safetensors.torch.load",
    openSafetensors: "safetensors.safe_open",
    saveSafetensors: "safetensors.torch.save",
  }),
);

const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

function section(title: string, prefix: string, names: readonly string[], homes: readonly string[]): Section {
  const entries = names.map((name) => {
    const spelled = /^[A-Z]/.test(name) ? name : snake(name);
    const there =
      renamed.get(name) ?? homes.map((home) => `${home}.${spelled}`).find((full) => known.has(full)) ?? null;
    return { here: `${prefix}${name}`, there };
  });
  return { title, entries: entries.sort((a, b) => a.here.localeCompare(b.here, "en")) };
}

const callable = (namespace: object) =>
  Object.entries(namespace).flatMap(([name, value]) => (typeof value === "function" ? [name] : []));

/** Methods of a class that PyTorch's class has, too. */
function methods(prototype: object, home: string): string[] {
  const names = Object.getOwnPropertyNames(prototype);
  return names.filter((name) => renamed.get(name)?.startsWith(home) || known.has(`${home}.${snake(name)}`));
}

const { nn, optim, data, functional } = toeplitz;
const tensors = ["torch", "torch.nn.functional", "torch.Tensor", "torch.autograd"];

export const nameTable: readonly Section[] = [
  section("Functions", "", callable(toeplitz), tensors),
  section("Methods of a tensor", "x.", methods(toeplitz.Tensor.prototype, "torch.Tensor"), ["torch.Tensor"]),
  section("Functions of layers and losses", "functional.", callable(functional), ["torch.nn.functional", "torch"]),
  section("Modules", "nn.", callable(nn), ["torch.nn"]),
  section("Methods of a module", "module.", methods(nn.Module.prototype, "torch.nn.Module"), ["torch.nn.Module"]),
  section("Initialisation", "nn.init.", callable(nn.init), ["torch.nn.init"]),
  section("Gradients as functions", "nn.grad.", callable(nn.grad), ["torch.nn.grad"]),
  section("Optimisers and schedules", "optim.", callable(optim), [
    "torch.optim",
    "torch.optim.lr_scheduler",
    "torch.nn.utils",
  ]),
  section("Data", "data.", callable(data), ["torch.utils.data"]),
  section("Files, of toeplitz/io", "", callable(io), []),
];
