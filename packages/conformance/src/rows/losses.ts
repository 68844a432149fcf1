// Rows of losses, as functions and as modules, with every option.
import type { Tensor } from "@toeplitz/tensor";
import { data, type Recipe, values } from "./recipe.ts";
import { type Api, type Row, row, rowsOn, rowsOnNothing, type Tolerance } from "./row.ts";

type Options = Readonly<Record<string, unknown>>;
type Loss = (input: Tensor, target: Tensor, options?: object) => Tensor;

const sums: Tolerance = {
  ulps: 4,
  absolute: 2 ** -18,
  why: "logarithms of another library, and sums in another order",
};

/** The options in Python; tensors among the inputs go by their names. */
const python = (options: Options) =>
  Object.entries(options)
    .map(([name, value]) => {
      const text = value === true ? "True" : name === "weight" || name === "posWeight" ? value : JSON.stringify(value);
      return `, ${name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}=${text}`;
    })
    .join("");

/** With the tensors that options name. */
const filled = (options: Options, inputs: Readonly<Record<string, Tensor>>): Options =>
  Object.fromEntries(
    Object.entries(options).map(([name, value]) => [
      name,
      name === "weight" || name === "posWeight" ? inputs[value as string]!.detach() : value,
    ]),
  );

/** A loss as a function and as a module, on inputs that begin with x and y. */
const both = (
  [name, torchName, module]: readonly [string, string, string],
  inputs: Readonly<Record<string, Recipe>>,
  all: readonly Options[],
  tolerance: Tolerance | undefined = sums,
): Row[] =>
  all.flatMap((options) => {
    const line = JSON.stringify(options);
    const shared = { inputs, ...(tolerance === undefined ? {} : { tolerance }) };
    // Weights are no parameters.
    const spelled = python(options).replace(/=(w|p)\b/g, "=$1.detach()");
    return [
      row({
        ...shared,
        id: `${name}/${line} ${inputs.x!.shape.join(" ")}${inputs.y!.dtype === "int64" ? "" : " floats"}`,
        torch: `F.${torchName}(x, y${spelled})`,
        run: (t, given) =>
          (t.functional as unknown as Record<string, Loss>)[name]!(given.x!, given.y!, filled(options, given)),
        line: `functional.${name}(x, y, ${line})`,
      }),
      row({
        ...shared,
        id: `nn.${module}/${line} ${inputs.x!.shape.join(" ")}${inputs.y!.dtype === "int64" ? "" : " floats"}`,
        torch: `nn.${module}(${spelled.slice(2)})(x, y)`,
        run: (t, given) => {
          const Module = (t.nn as unknown as Record<string, new (options: object) => { forward: Loss }>)[module]!;
          return new Module(filled(options, given)).forward(given.x!, given.y!);
        },
        line: `new nn.${module}(${line}).forward(x, y)`,
      }),
    ];
  });

const reductions: readonly Options[] = [{}, { reduction: "sum" }, { reduction: "none" }];
const pair = { x: data([3, 4]), y: data([3, 4]) };
const randomPair = { x: data([3, 5], { fill: "random" }), y: data([3, 5], { fill: "random" }) };

const differences: readonly Row[] = [
  ...both(["mseLoss", "mse_loss", "MSELoss"], pair, reductions),
  ...both(["l1Loss", "l1_loss", "L1Loss"], pair, reductions),
  ...both(["smoothL1Loss", "smooth_l1_loss", "SmoothL1Loss"], pair, [...reductions, { beta: 2.5 }]),
  ...both(["huberLoss", "huber_loss", "HuberLoss"], pair, [...reductions, { delta: 0.5 }]),
  ...both(["mseLoss", "mse_loss", "MSELoss"], randomPair, [{}]),
  // Where both are equal, PyTorch's gradient without a bend is 0 or 1, as its vectors end.
  ...both(["smoothL1Loss", "smooth_l1_loss", "SmoothL1Loss"], randomPair, [{ beta: 0 }]),
  ...rowsOn({ x: data([3, 4]), y: data([4]) }, [
    ["mseLoss/broadcast", "F.mse_loss(x, y)", (t, { x, y }) => t.functional.mseLoss(x, y), { tolerance: sums }],
    [
      "mseLoss/refuses a word",
      "F.mse_loss(x, x, reduction='max')",
      (t, { x }) => t.functional.mseLoss(x, x, { reduction: "max" as never }),
      { error: true },
    ],
    [
      "mseLoss/refuses shapes",
      "F.mse_loss(x, y[1:])",
      (t, { x, y }) => t.functional.mseLoss(x, y.index("1:")),
      { error: true },
    ],
    [
      "smoothL1Loss/refuses beta",
      "F.smooth_l1_loss(x, x, beta=-1)",
      (t, { x }) => t.functional.smoothL1Loss(x, x, { beta: -1 }),
      { error: true },
    ],
    [
      "huberLoss/refuses delta",
      "F.huber_loss(x, x, delta=0)",
      (t, { x }) => t.functional.huberLoss(x, x, { delta: 0 }),
      { error: true },
    ],
  ]),
];

const chances = {
  x: data([3, 4], { fill: "unit" }),
  y: data([3, 4], { fill: "unit" }),
  w: data([4], { fill: "positive" }),
};
const logits = { ...chances, x: data([3, 4]), p: data([4], { fill: "positive" }) };

const probabilities: readonly Row[] = [
  ...both(["binaryCrossEntropy", "binary_cross_entropy", "BCELoss"], chances, [...reductions, { weight: "w" }]),
  ...both(["binaryCrossEntropyWithLogits", "binary_cross_entropy_with_logits", "BCEWithLogitsLoss"], logits, [
    ...reductions,
    { weight: "w" },
    { posWeight: "p" },
    { weight: "w", posWeight: "p", reduction: "none" },
  ]),
  ...both(["klDiv", "kl_div", "KLDivLoss"], { x: data([3, 4]), y: data([3, 4], { fill: "unit" }) }, [
    ...reductions,
    { reduction: "batchmean" },
    { logTarget: true },
  ]),
  // A spelled number keeps the row from being moved, out of what is legal.
  ...rowsOn({ x: values(["-0", 1, 0, 1, 0.5]), y: values([0, 1, 1, 0, 0.5]) }, [
    [
      "binaryCrossEntropy/certain",
      "F.binary_cross_entropy(x, y.detach(), reduction='none')",
      (t, { x, y }) => t.functional.binaryCrossEntropy(x, y.detach(), { reduction: "none" }),
      { tolerance: sums },
    ],
    [
      "binaryCrossEntropy/refuses sizes",
      "F.binary_cross_entropy(x, y[1:])",
      (t, { x, y }) => t.functional.binaryCrossEntropy(x, y.index("1:")),
      { error: true },
    ],
    [
      "binaryCrossEntropy/refuses no chance",
      "F.binary_cross_entropy(x * 2, y)",
      (t, { x, y }) => t.functional.binaryCrossEntropy(x.mul(2), y),
      { error: "all elements of input should be between 0 and 1" },
    ],
    [
      "binaryCrossEntropyWithLogits/refuses sizes",
      "F.binary_cross_entropy_with_logits(x, y[1:])",
      (t, { x, y }) => t.functional.binaryCrossEntropyWithLogits(x, y.index("1:")),
      { error: true },
    ],
    [
      "klDiv/zeros",
      "F.kl_div(x, y.detach(), reduction='none')",
      (t, { x, y }) => t.functional.klDiv(x, y.detach(), { reduction: "none" }),
    ],
  ]),
];

const classes = values([2, 0, 1, 2], { dtype: "int64" });
const ignoring = values([2, -100, 1, 0], { dtype: "int64" });
const planes = values([0, 2, 1, 1, -1, 0, 2, 2], { dtype: "int64", shape: [2, 2, 2] });
const x = data([4, 3]);
const w = data([3], { fill: "positive" });
const nll = ["nllLoss", "nll_loss", "NLLLoss"] as const;
const ce = ["crossEntropy", "cross_entropy", "CrossEntropyLoss"] as const;

const weightedAndNot: readonly Options[] = [...reductions, { weight: "w" }, { weight: "w", reduction: "sum" }];

const classLosses: readonly Row[] = [
  ...both(nll, { x, y: classes, w }, weightedAndNot),
  ...both(
    nll,
    { x, y: ignoring, w },
    [
      { reduction: "none", weight: "w" },
      { ignoreIndex: 1, weight: "w" },
    ].slice(0, 1),
  ),
  ...both(nll, { x: data([2, 3, 2, 2]), y: planes, w }, [
    { ignoreIndex: -1 },
    { ignoreIndex: -1, weight: "w", reduction: "none" },
  ]),
  ...both(nll, { x: data([3]), y: values([1], { dtype: "int64", shape: [] }), w }, [{}, { weight: "w" }]),
  ...both(ce, { x, y: classes, w }, [
    ...weightedAndNot,
    { labelSmoothing: 0.1 },
    { labelSmoothing: 0.3, weight: "w" },
    { labelSmoothing: 0.3, weight: "w", reduction: "sum" },
    { labelSmoothing: 0.3, weight: "w", reduction: "none" },
  ]),
  ...both(ce, { x: data([2, 3, 2, 2]), y: planes, w }, [
    { ignoreIndex: -1 },
    { ignoreIndex: -1, weight: "w", labelSmoothing: 0.2 },
    { ignoreIndex: -1, reduction: "none", labelSmoothing: 0.2 },
  ]),
  ...both(ce, { x: data([3]), y: values([1], { dtype: "int64", shape: [] }), w }, [{}, { labelSmoothing: 0.5 }]),
  ...both(ce, { x, y: data([4, 3], { fill: "unit" }), w }, [
    ...weightedAndNot,
    { labelSmoothing: 0.2 },
    { labelSmoothing: 0.2, weight: "w", reduction: "none" },
  ]),
  ...both(ce, { x: data([2, 3, 2]), y: data([2, 3, 2], { fill: "unit" }), w }, [{ weight: "w" }]),
  ...rowsOn({ x, y: classes }, [
    [
      "nllLoss/refuses batches",
      "F.nll_loss(x, y[1:])",
      (t, { x, y }) => t.functional.nllLoss(x, y.index("1:")),
      { error: true },
    ],
    [
      "nllLoss/refuses a class",
      "F.nll_loss(x[:, 1:], y)",
      (t, { x, y }) => t.functional.nllLoss(x.index(":", "1:"), y),
      { error: true },
    ],
    [
      "nllLoss/refuses floats",
      "F.nll_loss(x, y.float())",
      (t, { x, y }) => t.functional.nllLoss(x, y.to("float32")),
      { error: true },
    ],
    [
      "nllLoss/refuses weights",
      "F.nll_loss(x, y, weight=torch.ones(2))",
      (t, { x, y }) => t.functional.nllLoss(x, y, { weight: t.ones([2]) }),
      { error: true },
    ],
    [
      "nllLoss/refuses many targets",
      "F.nll_loss(x, y[:, None])",
      (t, { x, y }) => t.functional.nllLoss(x, y.index(":", null)),
      { error: true },
    ],
    [
      "crossEntropy/refuses smoothing",
      "F.cross_entropy(x, y, label_smoothing=1.5)",
      (t, { x, y }) => t.functional.crossEntropy(x, y, { labelSmoothing: 1.5 }),
      { error: true },
    ],
    [
      "crossEntropy/refuses a class",
      "F.cross_entropy(x, y + 1)",
      (t, { x, y }) => t.functional.crossEntropy(x, y.add(1)),
      { error: true },
    ],
    [
      "crossEntropy/refuses whole numbers as probabilities",
      "F.cross_entropy(x, torch.zeros_like(x, dtype=torch.int64))",
      (t, { x }) => t.functional.crossEntropy(x, t.zerosLike(x, { dtype: "int64" })),
      { error: true },
    ],
    [
      "crossEntropy/refuses planes",
      "F.cross_entropy(x[..., None], y)",
      (t, { x, y }) => t.functional.crossEntropy(x.index("...", null), y),
      { error: true },
    ],
  ]),
];

const held = (name: string, options: string, make: (t: Api) => object): Row[] =>
  rowsOnNothing([
    [
      `nn.${name}/state`,
      `m = nn.${name}(${options}); [str(m), list(m.state_dict()), m.reduction]`,
      (t) => {
        const m = make(t) as InstanceType<Api["nn"]["CrossEntropyLoss"]>;
        return [String(m), [...m.stateDict().keys()], m.reduction];
      },
    ],
  ]);

const states: readonly Row[] = [
  ...held("CrossEntropyLoss", "weight=torch.ones(2)", (t) => new t.nn.CrossEntropyLoss({ weight: t.ones([2]) })),
  ...held(
    "BCEWithLogitsLoss",
    "pos_weight=torch.ones(2)",
    (t) => new t.nn.BCEWithLogitsLoss({ posWeight: t.ones([2]) }),
  ),
  ...held("MSELoss", "reduction='sum'", (t) => new t.nn.MSELoss({ reduction: "sum" })),
];

export const lossRows: readonly Row[] = [...differences, ...probabilities, ...classLosses, ...states];
