// The lines that open the same weights and print the same numbers, here and in PyTorch.
import type { NetworkState } from "../../state/network.ts";

export interface CodeOf {
  /** What the file of weights is called. */
  readonly file: string;
  readonly network: string;
  readonly layer: string;
  readonly channel: number;
  readonly place: NetworkState["place"];
}

const readers: Readonly<Record<string, readonly [typescript: string, python: string]>> = {
  safetensors: ["loadSafetensors", "safetensors.torch.load_file"],
  npz: ["loadNpz", "numpy.load"],
  npy: ["loadNpy", "numpy.load"],
  pth: ["loadPth", "torch.load"],
  pt: ["loadPth", "torch.load"],
};

export function networkCode({ file, network, layer, channel, place }: CodeOf): readonly (readonly [string, string])[] {
  const [reader, loader] = readers[file.split(".").at(-1)!] ?? readers.safetensors!;
  const path = layer.split("#")[0]!;
  const index = [0, channel, ...(place ?? [])].join(", ");
  return [
    [
      "TypeScript",
      [
        `import { ${reader} } from "toeplitz/io";`,
        "",
        `// network: ${network}, as packages/networks has it; input: what it looks at`,
        `network.loadStateDict(await ${reader}(await fetch(${JSON.stringify(file)})));`,
        "network.eval();",
        `const layer = network.getSubmodule(${JSON.stringify(path)});`,
        `layer.registerForwardHook((_module, _inputs, output) => console.log(output.index(${index}).toString()));`,
        "network.forward(input);",
      ].join("\n"),
    ],
    [
      "PyTorch",
      [
        `import torch, ${loader.split(".").slice(0, -1).join(".")}`.replace("torch, torch", "torch"),
        "",
        `# network: ${network}, with the same names; input: what it looks at`,
        `network.load_state_dict(${stateText(loader, file)})`,
        "network.eval()",
        `layer = network.get_submodule(${JSON.stringify(path)})`,
        `layer.register_forward_hook(lambda module, inputs, output: print(output[${index}]))`,
        "with torch.no_grad():",
        "    network(input)",
      ].join("\n"),
    ],
  ];
}

/** The lines that read one tensor of a file. */
export function tensorCode(file: string, name: string): readonly (readonly [string, string])[] {
  const [reader, loader] = readers[file.split(".").at(-1)!] ?? readers.safetensors!;
  const whole = reader === "loadNpy";
  const read = `await ${reader}(await fetch(${JSON.stringify(file)}))`;
  const module = loader.split(".").slice(0, -1).join(".");
  const key = JSON.stringify(name);
  return [
    [
      "TypeScript",
      `import { ${reader} } from "toeplitz/io";\n\n${whole ? `console.log(${read});` : `console.log((${read}).get(${key}));`}`,
    ],
    ["PyTorch", `import ${module}\n\nprint(${loader}(${JSON.stringify(file)})${whole ? "" : `[${key}]`})`],
  ];
}

function stateText(loader: string, file: string): string {
  const read = `${loader}(${JSON.stringify(file)})`;
  return loader === "numpy.load" ? `{name: torch.from_numpy(values) for name, values in ${read}.items()}` : read;
}
