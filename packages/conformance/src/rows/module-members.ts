// Rows of what modules hold, list, save, load and print, and of the modules without parameters.
import type { Tensor } from "@toeplitz/tensor";
import { drawn, seeded } from "./random.ts";
import { data } from "./recipe.ts";
import { type Api, type Call, type Row, rowsOn, rowsOnNothing } from "./row.ts";

/** The module that the rows about holding, listing and saving share. */
const nestPython =
  "m = nn.Sequential(nn.Conv1d(1, 2, 2), nn.ReLU(), nn.Sequential(nn.Conv1d(2, 1, 1, bias=False), nn.Identity()))";
const nest = (t: Api) =>
  new t.nn.Sequential(
    new t.nn.Conv1d(1, 2, 2),
    new t.nn.ReLU(),
    new t.nn.Sequential(new t.nn.Conv1d(2, 1, 1, { bias: false }), new t.nn.Identity()),
  );
type Nest = ReturnType<typeof nest>;
const onNest = (id: string, python: string, use: (m: Nest, t: Api) => ReturnType<Row["run"]>): Call<never> => [
  id,
  `${nestPython}; ${python}`,
  (t) => use(nest(t), t),
];

const nested: readonly Row[] = rowsOnNothing([
  onNest("nn.Sequential/text", "str(m)", (m) => String(m)),
  onNest("nn.Sequential/length", "len(m)", (m) => m.length),
  onNest("nn.Sequential/at", "[str(m[0]), str(m[-2])]", (m) => [String(m.at(0)), String(m.at(-2))]),
  onNest("nn.Sequential/slice", "str(m[1:])", (m) => String(m.slice(1))),
  onNest("nn.Sequential/append", "str(m.append(nn.Flatten()))", (m, t) => String(m.append(new t.nn.Flatten()))),
  onNest("nn.Sequential/extend", "str(m.extend([nn.ReLU(), nn.Identity()]))", (m, t) =>
    String(m.extend([new t.nn.ReLU(), new t.nn.Identity()])),
  ),
  onNest("nn.Sequential/registerModule", "m.add_module('more', nn.ReLU()); str(m)", (m, t) => {
    m.registerModule("more", new t.nn.ReLU());
    return String(m);
  }),
  onNest("nn.Module/parameters", "[list(p.shape) for p in m.parameters()]", (m) => m.parameters().map((p) => p.shape)),
  onNest("nn.Module/namedParameters", "[n for n, _ in m.named_parameters(prefix='net')]", (m) =>
    m.namedParameters({ prefix: "net" }).map(([name]) => name),
  ),
  onNest("nn.Module/children", "[str(c) for c in m.children()]", (m) => m.children().map(String)),
  onNest("nn.Module/namedChildren", "[n for n, _ in m.named_children()]", (m) =>
    m.namedChildren().map(([name]) => name),
  ),
  onNest("nn.Module/modules", "[type(c).__name__ for c in m.modules()]", (m) =>
    m.modules().map((c) => c.constructor.name),
  ),
  onNest("nn.Module/namedModules", "[n for n, _ in m.named_modules()]", (m) => m.namedModules().map(([name]) => name)),
  onNest("nn.Module/stateDict", "list(m.state_dict().keys())", (m) => [...m.stateDict().keys()]),
  onNest("nn.Module/getSubmodule", "str(m.get_submodule('2.0'))", (m) => String(m.getSubmodule("2.0"))),
  onNest("nn.Module/apply", "s = []; m.apply(lambda c: s.append(type(c).__name__)); s", (m) => {
    const seen: string[] = [];
    m.apply((c) => void seen.push(c.constructor.name));
    return seen;
  }),
  onNest("nn.Module/train", "m.eval(); a = m[2][1].training; m.train(); [a, m[2][1].training]", (m) => {
    m.eval();
    const a = m.getSubmodule("2.1").training;
    m.train();
    return [a, m.getSubmodule("2.1").training];
  }),
  onNest("nn.Module/requiresGrad_", "m.requires_grad_(False); [p.requires_grad for p in m.parameters()]", (m) =>
    m
      .requiresGrad_(false)
      .parameters()
      .map((p) => p.requiresGrad),
  ),
  onNest("nn.Module/to", "[str(p.dtype)[6:] for p in m.to(torch.float64).parameters()]", (m) =>
    m
      .to("float64")
      .parameters()
      .map((p) => p.dtype),
  ),
  onNest(
    "nn.Module/zeroGrad",
    "m(torch.ones(1, 1, 3)).sum().backward(); m.zero_grad(set_to_none=False); a = [p.grad.abs().sum().item() for p in m.parameters()]; m.zero_grad(set_to_none=True); [a, [p.grad is None for p in m.parameters()]]",
    (m, t) => {
      m.forward(t.ones([1, 1, 3]))
        .sum()
        .backward();
      m.zeroGrad({ setToNone: false });
      const a = m.parameters().map((p) => p.grad!.abs().sum().item());
      m.zeroGrad();
      return [a, m.parameters().map((p) => p.grad === null)];
    },
  ),
  onNest(
    "nn.Module/registerForwardHook",
    "h = m.register_forward_hook(lambda m, i, o: torch.ones(2)); a = m(torch.zeros(1, 1, 3)); h.remove(); [a, list(m(torch.zeros(1, 1, 3)).shape)]",
    (m, t) => {
      const handle = m.registerForwardHook(() => t.ones([2]));
      const a = m.forward(t.zeros([1, 1, 3]));
      handle.remove();
      return [a, m.forward(t.zeros([1, 1, 3])).shape];
    },
  ),
  [
    "nn.Module/registerForwardPreHook",
    "m = nn.ReLU(); m.register_forward_pre_hook(lambda m, i: i[0] - 1); m(torch.arange(4.))",
    (t) => {
      const m = new t.nn.ReLU();
      m.registerForwardPreHook((_, [x]) => x.sub(1));
      return m.forward(t.arange(4, { dtype: "float32" }));
    },
  ],
  [
    "nn.Module/registerFullBackwardHook",
    "seen = []; m = nn.ReLU(); m.register_full_backward_hook(lambda m, i, o: seen.extend([i[0], o[0]])); x = (torch.arange(4.) - 1).requires_grad_(); (m(x) * torch.arange(4.)).sum().backward(); [*seen, x.grad]",
    (t) => {
      const seen: Tensor[] = [];
      const m = new t.nn.ReLU();
      m.registerFullBackwardHook((_, [i], [o]) => void seen.push(i!, o!));
      const x = t.tensor([-1, 0, 1, 2], { requiresGrad: true });
      m.forward(x)
        .mul(t.arange(4, { dtype: "float32" }))
        .sum()
        .backward();
      return [...seen, x.grad!];
    },
  ],
  [
    "nn.Module/registerFullBackwardHook replaces",
    "m = nn.Sequential(nn.ReLU(), nn.Identity()); m.register_full_backward_hook(lambda m, i, o: (i[0] * 3,)); m[1].register_full_backward_hook(lambda m, i, o: (o[0] + 1,)); x = (torch.arange(4.) - 1).requires_grad_(); m(x).sum().backward(); x.grad",
    (t) => {
      const m = new t.nn.Sequential(new t.nn.ReLU(), new t.nn.Identity());
      m.registerFullBackwardHook((_, [i]) => [i!.mul(3)]);
      m.at(1).registerFullBackwardHook((_, _i, [o]) => [o!.add(1)]);
      const x = t.tensor([-1, 0, 1, 2], { requiresGrad: true });
      m.forward(x).sum().backward();
      return x.grad!;
    },
  ],
  [
    "nn.Module/registerBuffer",
    "m = nn.Identity(); m.register_buffer('a', torch.ones(2)); m.register_buffer('b', torch.zeros(1), persistent=False); [list(m.state_dict().keys()), [n for n, _ in m.named_buffers()], len(list(m.buffers()))]",
    (t) => {
      const m = new t.nn.Identity();
      m.registerBuffer("a", t.ones([2]));
      m.registerBuffer("b", t.zeros([1]), { persistent: false });
      return [[...m.stateDict().keys()], m.namedBuffers().map(([name]) => name), m.buffers().length];
    },
  ],
  [
    "nn.Module/registerParameter",
    "m = nn.Identity(); m.register_parameter('a', nn.Parameter(torch.ones(2))); m.register_module('c', nn.ReLU()); [list(m.state_dict().keys()), str(m)]",
    (t) => {
      const m = new t.nn.Identity();
      m.registerParameter("a", new t.nn.Parameter(t.ones([2])));
      m.registerModule("c", new t.nn.ReLU());
      return [[...m.stateDict().keys()], String(m)];
    },
  ],
  [
    "nn.Module/loadStateDict not strict",
    "m = nn.Conv1d(1, 1, 1); r = m.load_state_dict({'weight': torch.ones(1, 1, 1), 'more': torch.ones(1)}, strict=False); [r.missing_keys, r.unexpected_keys, m.weight.detach()]",
    (t) => {
      const m = new t.nn.Conv1d(1, 1, 1);
      const r = m.loadStateDict({ weight: t.ones([1, 1, 1]), more: t.ones([1]) }, { strict: false });
      return [r.missingKeys, r.unexpectedKeys, m.weight.detach()];
    },
  ],
  [
    "nn.Module/loadStateDict refuses keys",
    "nn.Conv1d(1, 1, 1).load_state_dict({'weight': torch.ones(1, 1, 1), 'more': torch.ones(1)})",
    (t) => void new t.nn.Conv1d(1, 1, 1).loadStateDict({ weight: t.ones([1, 1, 1]), more: t.ones([1]) }),
    { error: true },
  ],
  [
    "nn.Module/loadStateDict refuses sizes",
    "nn.Conv1d(1, 1, 1).load_state_dict({'weight': torch.ones(1, 2, 1), 'bias': torch.ones(1)})",
    (t) => void new t.nn.Conv1d(1, 1, 1).loadStateDict({ weight: t.ones([1, 2, 1]), bias: t.ones([1]) }),
    { error: true },
  ],
]);

const small: readonly Row[] = [
  ...rowsOn({ x: data([2, 3, 2, 2]) }, [
    ["nn.ReLU/forward", "nn.ReLU()(x)", (t, { x }) => new t.nn.ReLU().forward(x)],
    ["nn.Identity/forward", "nn.Identity()(x)", (t, { x }) => new t.nn.Identity().forward(x)],
    ["nn.Flatten/forward", "nn.Flatten()(x)", (t, { x }) => new t.nn.Flatten().forward(x)],
    ["nn.Flatten/range", "nn.Flatten(2, 3)(x)", (t, { x }) => new t.nn.Flatten({ startDim: 2, endDim: 3 }).forward(x)],
    [
      "nn.Sequential/forward",
      "nn.Sequential(nn.ReLU(), nn.Flatten())(x)",
      (t, { x }) => new t.nn.Sequential(new t.nn.ReLU(), new t.nn.Flatten()).forward(x),
    ],
  ]),
  ...rowsOnNothing([
    ["nn.Conv2d/extraRepr", "nn.Conv2d(1, 2, 3).extra_repr()", (t) => new t.nn.Conv2d(1, 2, 3).extraRepr()],
    ["nn.Flatten/extraRepr", "nn.Flatten().extra_repr()", (t) => new t.nn.Flatten().extraRepr()],
    ["nn.ReLU/extraRepr", "nn.ReLU(True).extra_repr()", (t) => new t.nn.ReLU({ inplace: true }).extraRepr()],
    ["nn.Identity/extraRepr", "nn.Identity().extra_repr()", (t) => new t.nn.Identity().extraRepr()],
    [
      "nn.Conv2d/resetParameters",
      seeded("m = nn.Conv2d(1, 2, 2); m.reset_parameters(); [m.weight.detach(), m.bias.detach()]"),
      (t) =>
        drawn(t, 0, () => {
          const m = new t.nn.Conv2d(1, 2, 2);
          m.resetParameters();
          return [m.weight.detach(), m.bias!.detach()];
        }),
    ],
    ...(["Dropout", "Dropout1d", "Dropout2d", "Dropout3d"] as const).map(
      (name): Call<never> => [
        `nn.${name}/training`,
        seeded(
          `m = nn.${name}(0.3); x = torch.ones(1, 4, 2${name === "Dropout3d" ? ", 1, 1" : ""}); a = m(x); b = m.eval()(x); [a, b, m.train()(x), str(m), str(nn.${name}(inplace=True))]`,
        ),
        (t) =>
          drawn(t, 0, () => {
            const m = new t.nn[name]({ p: 0.3 });
            const x = t.ones(name === "Dropout3d" ? [1, 4, 2, 1, 1] : [1, 4, 2]);
            const a = m.forward(x);
            m.eval();
            const b = m.forward(x);
            m.train();
            return [a, b, m.forward(x), String(m), String(new t.nn[name]({ inplace: true }))];
          }),
      ],
    ),
    [
      "nn.Dropout/text",
      "[str(nn.Dropout(p)) for p in (0.5, 1, 0, 1e-5, 1 / 3, 0.0001, 2.5e-10)]",
      (t) => [0.5, 1, 0, 1e-5, 1 / 3, 0.0001, 2.5e-10].map((p) => String(new t.nn.Dropout({ p }))),
    ],
    [
      "nn.Dropout/inplace",
      seeded("x = torch.ones(8); nn.Dropout(inplace=True)(x); x"),
      (t) =>
        drawn(t, 0, () => {
          const x = t.ones([8]);
          new t.nn.Dropout({ inplace: true }).forward(x);
          return x;
        }),
    ],
    ["nn.Dropout/refuses", "nn.Dropout(1.5)", (t) => void new t.nn.Dropout({ p: 1.5 }), { error: true }],
    ["nn.ReLU/text", "str(nn.ReLU(inplace=True))", (t) => String(new t.nn.ReLU({ inplace: true }))],
    ["nn.Flatten/text", "str(nn.Flatten())", (t) => String(new t.nn.Flatten())],
    [
      "nn.ReLU/inplace",
      "x = torch.arange(-2., 2.); nn.ReLU(inplace=True)(x); x",
      (t) => {
        const x = t.arange(-2, 2, { dtype: "float32" });
        new t.nn.ReLU({ inplace: true }).forward(x);
        return x;
      },
    ],
    [
      "nn.Sequential/named",
      "from collections import OrderedDict\nstr(nn.Sequential(OrderedDict(a=nn.ReLU(), b=nn.Identity())))",
      (t) => String(new t.nn.Sequential({ a: new t.nn.ReLU(), b: new t.nn.Identity() })),
    ],
    ["nn.Parameter/text", "str(nn.Parameter(torch.ones(2)))", (t) => String(new t.nn.Parameter(t.ones([2])))],
    [
      "nn.Parameter/leaf",
      "p = nn.Parameter(torch.ones(2)); [p.requires_grad, p.is_leaf]",
      (t) => {
        const p = new t.nn.Parameter(t.ones([2]));
        return [p.requiresGrad, p.isLeaf];
      },
    ],
    [
      "nn.Sequential/refuses a place",
      "nn.Sequential(nn.ReLU())[1]",
      (t) => void new t.nn.Sequential(new t.nn.ReLU()).at(1),
      { error: true },
    ],
  ]),
];

export const moduleMemberRows: readonly Row[] = [...nested, ...small];
