// Work that could leave something behind: ever new shapes, ever new modules, files right and wrong.
import { readers } from "../../../io/test/fuzz/readers.ts";
import { dice } from "../../src/drawn/dice.ts";
import { library } from "../library.ts";
import type { Work } from "./load.ts";

const { nn } = library;

/** Sizes that were not seen before, up to 16,384 of them: each has plans of its own, and weights that are packed for it. */
const shapes: Work = {
  name: "shapes",
  // The plans of convolutions are 512 at most, those of products 256; here every iteration makes one of those, and three of these.
  round: 1536,
  async begin() {
    const image = library.randn([1, 2, 128, 128]);
    return (i) => {
      // In no order, so that the sizes do not grow with time.
      const mixed = Math.imul(i, 40503) & 0x3fff;
      const [h, w] = [1 + (mixed & 127), 1 + (mixed >> 7)];
      const x = image.index(":", ":", `:${h}`, `:${w}`).detach().requiresGrad_();
      const weight = library.randn([3, 2, 3, 3]).requiresGrad_();
      const y = library.conv2d(x, weight, { padding: 1 });
      const left = library.ones([h, 3]).requiresGrad_();
      const product = left.matmul(library.ones([3, w]).requiresGrad_());
      y.sum().add(product.sum()).backward();
      return library.maxPool2d(library.interpolate(y, { size: [2, 2] }), 2);
    };
  },
};

/** A network that is made, filled, used, and forgotten or disposed of. */
const modules: Work = {
  name: "modules",
  round: 1,
  async begin() {
    const made = () =>
      new nn.Sequential(
        new nn.Conv2d(3, 8, 3, { padding: 1 }),
        new nn.BatchNorm2d(8),
        new nn.ReLU(),
        new nn.MaxPool2d(2),
        new nn.Flatten(),
        new nn.Linear(8 * 16, 5),
      );
    const state = made().stateDict();
    const x = library.randn([2, 3, 8, 8]);
    return (i) => {
      const network = made();
      network.loadStateDict(state);
      const hook = network.registerForwardHook(() => undefined);
      const y = network.forward(x);
      if (i % 2 === 0) y.sum().backward();
      if (i % 3 === 0) hook.remove();
      if (i % 5 !== 0) return;
      for (const parameter of network.parameters()) parameter.dispose();
    };
  },
};

/** One right and one wrong file of every format in turn. */
const files: Work = {
  name: "files",
  round: 5,
  async begin() {
    const all = await readers();
    return async (i) => {
      const { load, good, kinds } = all[i % all.length]!;
      const d = dice(1, i);
      const wrong = d.pick(Object.values(kinds))((limit) => d.whole(0, limit - 1));
      await load(good, {});
      await load(i % 2 === 0 ? wrong : new Blob([wrong]), {}).catch(() => {});
    };
  },
};

export const works: readonly Work[] = [shapes, modules, files];
