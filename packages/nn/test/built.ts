// Modules from the descriptions that tooling/golden/modules.py records with PyTorch's answers.
import * as nn from "../src/index.ts";

/** A module as data, in TypeScript's names. */
export interface Description {
  readonly type: string;
  readonly args?: readonly unknown[];
  readonly options?: Readonly<Record<string, unknown>>;
  readonly modules?: readonly Description[] | Readonly<Record<string, Description>>;
}

/** Prints the given lines, and perhaps a module inside. */
class Lines extends nn.Module {
  readonly inside: nn.ReLU | undefined;
  readonly #text: string;

  constructor(text: string, inside: boolean) {
    super();
    this.#text = text;
    this.inside = inside ? new nn.ReLU() : undefined;
  }

  forward(): void {}

  override extraRepr(): string {
    return this.#text;
  }
}

const { Conv1d, Conv2d, Conv3d, ConvTranspose1d, ConvTranspose2d, ConvTranspose3d, Flatten, Identity, ReLU } = nn;
const convolutions = { Conv1d, Conv2d, Conv3d, ConvTranspose1d, ConvTranspose2d, ConvTranspose3d };
const classes: Readonly<Record<string, new (...args: never[]) => nn.Module>> = {
  ...convolutions,
  Flatten,
  Identity,
  Lines,
  ReLU,
};

/** The module that the description describes. */
export function built({ type, args = [], options, modules }: Description): nn.TensorModule {
  if (modules !== undefined) {
    const inside = Object.entries(modules).map(([name, description]) => [name, built(description)] as const);
    return Array.isArray(modules)
      ? new nn.Sequential(...inside.map(([, module]) => module))
      : new nn.Sequential(Object.fromEntries(inside));
  }
  const all = options === undefined ? args : [...args, options];
  return new (classes[type] as new (...args: unknown[]) => nn.TensorModule)(...all);
}
