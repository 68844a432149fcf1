// Rows of optimisers, schedules and clipping: a few steps on a small problem, with every option.
import type { Tensor } from "@toeplitz/tensor";
import { data } from "./recipe.ts";
import { type Api, type Call, type Output, type Row, row, rowsOn, rowsOnNothing } from "./row.ts";

type Name = "SGD" | "Adam" | "AdamW" | "RMSprop";
type Options = Readonly<Record<string, unknown>>;
type Stepped = InstanceType<Api["optim"]["SGD"]>;

/** camelCase -> snake_case, true -> True. */
const python = (options: Options) =>
  Object.entries(options)
    .map(([name, value]) => {
      const spelled = typeof value === "boolean" ? (value ? "True" : "False") : JSON.stringify(value);
      return `, ${name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}=${spelled}`;
    })
    .join("");

const create = (t: Api, name: Name, params: readonly object[], options: Options): Stepped =>
  new (t.optim[name] as Api["optim"]["SGD"])(params as Tensor[], options);

/** Minimises a polynomial of w, whose gradient changes from step to step. */
const stepsPython = (count: number) =>
  `for i in range(${count}):\n    o.zero_grad()\n    (w * w * x - w * i).sum().backward()\n    o.step()\n`;

function steps(o: { zeroGrad(): void; step(): void }, w: Tensor, x: Tensor, count: number, first = 0): void {
  for (let i = first; i < first + count; i++) {
    o.zeroGrad();
    w.mul(w).mul(x).sub(w.mul(i)).sum().backward();
    o.step();
  }
}

const settings: readonly (readonly [Name, Options])[] = [
  ["SGD", { lr: 0.1 }],
  ["SGD", { lr: 0.05, momentum: 0.9 }],
  ["SGD", { lr: 0.05, momentum: 0.9, dampening: 0.3, weightDecay: 0.1 }],
  ["SGD", { lr: 0.02, momentum: 0.8, nesterov: true, weightDecay: 0.01 }],
  ["SGD", { lr: 0.01, maximize: true, weightDecay: 0.2 }],
  ["Adam", {}],
  ["Adam", { lr: 0.1, betas: [0.5, 0.9], eps: 1e-3, weightDecay: 0.1 }],
  ["Adam", { lr: 0.1, amsgrad: true }],
  ["Adam", { lr: 0.1, maximize: true }],
  ["AdamW", {}],
  ["AdamW", { lr: 0.1, weightDecay: 0.5, amsgrad: true }],
  ["AdamW", { lr: 0.1, maximize: true }],
  ["RMSprop", {}],
  ["RMSprop", { lr: 0.1, alpha: 0.7, eps: 1e-2, weightDecay: 0.1 }],
  ["RMSprop", { lr: 0.05, centered: true, momentum: 0.5 }],
  ["RMSprop", { lr: 0.05, momentum: 0.9, maximize: true }],
];

/** The parameters after steps, of some in both types; and what the optimiser remembers of them. */
const trained: readonly Row[] = settings.flatMap(([name, options], i) =>
  (i % 3 === 2 ? (["float32", "float64"] as const) : (["float32"] as const)).map((dtype) =>
    row({
      id: `optim.${name}/${JSON.stringify(options)} ${dtype}`,
      inputs: {
        w: data([3, 7], { fill: "random", dtype }),
        x: data([3, 7], { fill: "positive", dtype }),
      },
      grad: false,
      torch: [
        `w = nn.Parameter(w); o = torch.optim.${name}([w]${python(options)})`,
        stepsPython(5),
        "[w.detach(), *[v for v in o.state_dict()['state'][0].values() if isinstance(v, torch.Tensor)]]",
      ].join("\n"),
      run: (t, inputs) => {
        const w = new t.nn.Parameter(inputs.w);
        const o = create(t, name, [w], options);
        steps(o, w, inputs.x, 5);
        const { state } = o.stateDict() as { state: Record<number, Record<string, Tensor | number | null>> };
        return [w.detach(), ...Object.values(state[0]!).filter((v) => typeof v === "object" && v !== null)] as Tensor[];
      },
      line: `new optim.${name}([w], ${JSON.stringify(options)}).step()`,
      ...(dtype === "float64"
        ? {
            tolerance: {
              ulps: 16,
              absolute: 2 ** -48,
              why: "PyTorch's multiply-add rounds once in float64 too; five steps pass it on",
            },
          }
        : {}),
    }),
  ),
);

const twoGroups = (t: Api, name: Name = "SGD", options: Options = { lr: 0.1, momentum: 0.5 }) => {
  const [a, b, c] = [1, 2, 3].map((size) => new t.nn.Parameter(t.ones([size])));
  const o = create(t, name, [{ params: [a!, b!] }, { params: [c!], lr: 0.5 }], options);
  return { a: a!, b: b!, c: c!, o };
};
const twoGroupsPython = (name: Name = "SGD", options: Options = { lr: 0.1, momentum: 0.5 }) =>
  `a, b, c = [nn.Parameter(torch.ones(n)) for n in (1, 2, 3)]; o = torch.optim.${name}([{'params': [a, b]}, {'params': [c], 'lr': 0.5}]${python(options)})\n`;

const ours =
  "[{k: v for k, v in g.items() if k not in ('foreach', 'differentiable', 'capturable', 'fused')} for g in d['param_groups']]";

const states: readonly Row[] = rowsOnNothing([
  ...(
    [
      ["SGD", { lr: 0.1, momentum: 0.5 }],
      ["SGD", { lr: 0.1 }],
      ["Adam", {}],
      ["AdamW", { amsgrad: true }],
      ["RMSprop", { centered: true, momentum: 0.5 }],
    ] as const
  ).map(
    ([name, options]): Call<never> => [
      `optim.Optimizer/stateDict ${name} ${JSON.stringify(options)}`,
      `import json\n${twoGroupsPython(name, options)}(a.sum() + c.sum()).backward(); o.step(); d = o.state_dict(); ` +
        `[[[str(i), sorted([n, v if v is None or isinstance(v, int) else list(v.shape)] for n, v in s.items())] for i, s in d['state'].items()], ` +
        `[sorted([k, list(v) if isinstance(v, tuple) else v] for k, v in g.items()) for g in ${ours}]]`,
      (t) => {
        const { a, c, o } = twoGroups(t, name, options);
        a.sum().add(c.sum()).backward();
        o.step();
        const { state, param_groups } = o.stateDict();
        const sorted = (fields: object, show: (v: unknown) => unknown = (v) => v) =>
          Object.entries(fields)
            .map(([key, v]) => [key, show(v)])
            .sort(([p], [q]) => ((p as string) < (q as string) ? -1 : 1));
        const shape = (v: unknown) => (typeof v === "object" && v !== null ? (v as Tensor).shape : v);
        return [
          Object.entries(state).map(([i, fields]) => [i, sorted(fields, shape)]),
          param_groups.map((group) => sorted(group)),
        ] as Output;
      },
    ],
  ),
  [
    "optim.Optimizer/addParamGroup",
    `${twoGroupsPython()}d = nn.Parameter(torch.ones(2)); o.add_param_group({'params': d, 'lr': 2., 'momentum': 0.}); (a.sum() + b.sum() * 2 + c.sum() + d.sum()).backward(); o.step(); [a.detach(), b.detach(), c.detach(), d.detach()]`,
    (t) => {
      const { a, b, c, o } = twoGroups(t);
      const d = new t.nn.Parameter(t.ones([2]));
      o.addParamGroup({ params: d, lr: 2, momentum: 0 });
      a.sum().add(b.sum().mul(2)).add(c.sum()).add(d.sum()).backward();
      o.step();
      return [a.detach(), b.detach(), c.detach(), d.detach()];
    },
  ],
  [
    "optim.Optimizer/zeroGrad",
    `${twoGroupsPython()}a.sum().backward(); o.zero_grad(set_to_none=False); s = a.grad.item(); o.zero_grad(set_to_none=True); [s, a.grad is None]`,
    (t) => {
      const { a, o } = twoGroups(t);
      a.sum().backward();
      o.zeroGrad({ setToNone: false });
      const s = a.grad!.item();
      o.zeroGrad();
      return [s, a.grad === null] as Output;
    },
  ],
  [
    "optim.SGD/closure",
    "w = nn.Parameter(torch.ones(2)); o = torch.optim.SGD([w], lr=0.5)\ndef f():\n    o.zero_grad(); l = (w * w).sum(); l.backward(); return l\n[o.step(f).item(), w.detach()]",
    (t) => {
      const w = new t.nn.Parameter(t.ones([2]));
      const o = new t.optim.SGD([w], { lr: 0.5 });
      const loss = o.step(() => {
        o.zeroGrad();
        const l = w.mul(w).sum();
        l.backward();
        return l;
      });
      return [loss.item() as number, w.detach()];
    },
  ],
]);

const resumed: readonly Row[] = (["SGD", "Adam", "RMSprop"] as const).map((name) => {
  const options = name === "SGD" ? { lr: 0.1, momentum: 0.9 } : { lr: 0.1 };
  return row({
    id: `optim.${name}/loadStateDict`,
    inputs: { w: data([5], { fill: "random" }), x: data([5], { fill: "positive" }) },
    grad: false,
    torch: `w = nn.Parameter(w); o = torch.optim.${name}([w]${python(options)})\n${stepsPython(3)}d = o.state_dict(); o = torch.optim.${name}([w], lr=9.); o.load_state_dict(d)\n${stepsPython(2)}w.detach()`,
    run: (t, inputs) => {
      const w = new t.nn.Parameter(inputs.w);
      const before = create(t, name, [w], options);
      steps(before, w, inputs.x, 3);
      const after = create(t, name, [w], { lr: 9 });
      after.loadStateDict(before.stateDict());
      steps(after, w, inputs.x, 2);
      return w.detach();
    },
    line: `new optim.${name}([w], { lr: 9 }).loadStateDict(before.stateDict())`,
  });
});

const refused = (
  id: string,
  line: string,
  run: (t: Api, w: Tensor) => void,
  error: true | string = true,
): Call<never> => [
  id,
  `w = nn.Parameter(torch.ones(2)); ${line}`,
  (t) => run(t, new t.nn.Parameter(t.ones([2]))),
  { error },
];

const refusals: readonly Row[] = rowsOnNothing([
  refused("optim.SGD/refuses no rate", "torch.optim.SGD([w])", (t, w) => void new t.optim.SGD([w])),
  refused("optim.SGD/refuses lr", "torch.optim.SGD([w], lr=-0.5)", (t, w) => void new t.optim.SGD([w], { lr: -0.5 })),
  refused(
    "optim.SGD/refuses momentum",
    "torch.optim.SGD([w], lr=1, momentum=-0.5)",
    (t, w) => void new t.optim.SGD([w], { lr: 1, momentum: -0.5 }),
  ),
  refused(
    "optim.SGD/refuses nesterov",
    "torch.optim.SGD([w], lr=1, nesterov=True)",
    (t, w) => void new t.optim.SGD([w], { lr: 1, nesterov: true }),
  ),
  refused(
    "optim.Adam/refuses betas",
    "torch.optim.Adam([w], betas=(0.5, 1.5))",
    (t, w) => void new t.optim.Adam([w], { betas: [0.5, 1.5] }),
  ),
  refused(
    "optim.Adam/refuses eps",
    "torch.optim.Adam([w], eps=-0.5)",
    (t, w) => void new t.optim.Adam([w], { eps: -0.5 }),
  ),
  refused(
    "optim.AdamW/refuses decay",
    "torch.optim.AdamW([w], weight_decay=-0.5)",
    (t, w) => void new t.optim.AdamW([w], { weightDecay: -0.5 }),
  ),
  refused(
    "optim.RMSprop/refuses alpha",
    "torch.optim.RMSprop([w], alpha=-0.5)",
    (t, w) => void new t.optim.RMSprop([w], { alpha: -0.5 }),
  ),
  refused("optim.Optimizer/refuses nothing", "torch.optim.Adam([])", (t) => void new t.optim.Adam([])),
  refused(
    "optim.Optimizer/refuses a tensor",
    "torch.optim.Adam(w)",
    (t, w) => void new t.optim.Adam(w),
    "params argument given to the optimizer should be an iterable of Tensors or dicts, but got",
  ),
  refused("optim.Optimizer/refuses no leaf", "torch.optim.Adam([w * 2])", (t, w) => void new t.optim.Adam([w.mul(2)])),
  refused(
    "optim.Optimizer/refuses a parameter twice",
    "torch.optim.Adam([{'params': [w]}, {'params': [w]}])",
    (t, w) => void new t.optim.Adam([{ params: [w] }, { params: [w] }]),
  ),
  refused(
    "optim.Optimizer/refuses another number of groups",
    "o = torch.optim.Adam([w]); d = o.state_dict(); d['param_groups'] = d['param_groups'] * 2; o.load_state_dict(d)",
    (t, w) => {
      const o = new t.optim.Adam([w]);
      const d = o.stateDict();
      o.loadStateDict({ ...d, param_groups: [...d.param_groups, ...d.param_groups] });
    },
  ),
  refused(
    "optim.Optimizer/refuses another size of group",
    "o = torch.optim.Adam([w]); d = o.state_dict(); d['param_groups'][0]['params'] = [0, 1]; o.load_state_dict(d)",
    (t, w) => {
      const o = new t.optim.Adam([w]);
      const d = o.stateDict();
      o.loadStateDict({ ...d, param_groups: [{ ...d.param_groups[0], params: [0, 1] }] });
    },
  ),
]);

type Schedule = InstanceType<Api["optim"]["StepLR"]>;

/** Rates of two groups over steps, then the state. */
const scheduled = (
  id: string,
  line: string,
  make: (t: Api, o: Stepped) => unknown,
  more: { readonly name?: Name; readonly count?: number; readonly fields?: readonly string[] } = {},
): Call<never> => {
  const { name = "SGD", count = 9, fields = ["base_lrs", "last_epoch", "_step_count", "_last_lr"] } = more;
  const options = name === "SGD" ? { lr: 0.1, momentum: 0.5 } : {};
  return [
    id,
    `${twoGroupsPython(name, options)}s = torch.optim.lr_scheduler.${line}; r = []\nfor i in range(${count}):\n    r.append([s.get_last_lr(), [g.get('momentum', g.get('betas', (0,))[0]) for g in o.param_groups]]); o.step(); s.step()\nd = s.state_dict(); [r, [d[k] for k in ${JSON.stringify(fields)}]]`,
    (t) => {
      const { o } = twoGroups(t, name, options);
      const s = make(t, o) as Schedule;
      const r: unknown[] = [];
      for (let i = 0; i < count; i++) {
        const momenta = o.paramGroups.map((g) => g.momentum ?? (g as { betas?: readonly number[] }).betas?.[0]);
        r.push([s.getLastLr(), momenta]);
        o.step();
        s.step();
      }
      const d = s.stateDict();
      return [r, fields.map((field) => d[field])] as Output;
    },
  ];
};

const schedules: readonly Row[] = rowsOnNothing([
  scheduled("optim.StepLR/three", "StepLR(o, 3)", (t, o) => new t.optim.StepLR(o, 3), {
    fields: ["step_size", "gamma", "base_lrs", "last_epoch", "_step_count", "_last_lr"],
  }),
  scheduled("optim.StepLR/gamma", "StepLR(o, 2, gamma=0.7)", (t, o) => new t.optim.StepLR(o, 2, { gamma: 0.7 })),
  scheduled(
    "optim.MultiStepLR/list",
    "MultiStepLR(o, [1, 4, 4, 6], gamma=0.3)",
    (t, o) => new t.optim.MultiStepLR(o, [1, 4, 4, 6], { gamma: 0.3 }),
  ),
  scheduled("optim.ExponentialLR/all", "ExponentialLR(o, 0.9)", (t, o) => new t.optim.ExponentialLR(o, 0.9)),
  scheduled("optim.CosineAnnealingLR/zero", "CosineAnnealingLR(o, 4)", (t, o) => new t.optim.CosineAnnealingLR(o, 4), {
    count: 11,
    fields: ["T_max", "eta_min", "base_lrs", "last_epoch", "_step_count", "_last_lr"],
  }),
  scheduled(
    "optim.CosineAnnealingLR/least",
    "CosineAnnealingLR(o, 6, eta_min=0.01)",
    (t, o) => new t.optim.CosineAnnealingLR(o, 6, { etaMin: 0.01 }),
  ),
  scheduled(
    "optim.LambdaLR/one",
    "LambdaLR(o, lambda e: 0.95 ** e)",
    (t, o) => new t.optim.LambdaLR(o, (e) => 0.95 ** e),
  ),
  scheduled(
    "optim.LambdaLR/two",
    "LambdaLR(o, [lambda e: e // 2, lambda e: 1 / (e + 1)])",
    (t, o) => new t.optim.LambdaLR(o, [(e) => Math.floor(e / 2), (e) => 1 / (e + 1)]),
  ),
  scheduled(
    "optim.OneCycleLR/cos",
    "OneCycleLR(o, 1., total_steps=10)",
    (t, o) => new t.optim.OneCycleLR(o, 1, { totalSteps: 10 }),
    { fields: ["total_steps", "cycle_momentum", "base_lrs", "last_epoch", "_step_count", "_last_lr"] },
  ),
  scheduled(
    "optim.OneCycleLR/linear",
    "OneCycleLR(o, [1., 2.], epochs=5, steps_per_epoch=2, anneal_strategy='linear', pct_start=0.4, div_factor=10., final_div_factor=100., base_momentum=[0.8, 0.7], max_momentum=0.9)",
    (t, o) =>
      new t.optim.OneCycleLR(o, [1, 2], {
        epochs: 5,
        stepsPerEpoch: 2,
        annealStrategy: "linear",
        pctStart: 0.4,
        divFactor: 10,
        finalDivFactor: 100,
        baseMomentum: [0.8, 0.7],
        maxMomentum: 0.9,
      }),
  ),
  scheduled(
    "optim.OneCycleLR/three phases",
    "OneCycleLR(o, 0.5, total_steps=12, three_phase=True, cycle_momentum=False)",
    (t, o) => new t.optim.OneCycleLR(o, 0.5, { totalSteps: 12, threePhase: true, cycleMomentum: false }),
    { count: 11 },
  ),
  scheduled(
    "optim.OneCycleLR/betas",
    "OneCycleLR(o, 0.5, total_steps=10)",
    (t, o) => new t.optim.OneCycleLR(o, 0.5, { totalSteps: 10 }),
    { name: "Adam" },
  ),
  [
    "optim.LRScheduler/loadStateDict",
    `${twoGroupsPython()}s = torch.optim.lr_scheduler.StepLR(o, 2); [s.step() for _ in range(3)]; d = s.state_dict(); s = torch.optim.lr_scheduler.StepLR(o, 5); s.load_state_dict(d); s.step(); [s.get_last_lr(), s.last_epoch, s.step_size]`,
    (t) => {
      const { o } = twoGroups(t);
      const before = new t.optim.StepLR(o, 2);
      for (let i = 0; i < 3; i++) before.step();
      const after = new t.optim.StepLR(o, 5);
      after.loadStateDict(before.stateDict());
      after.step();
      return [after.getLastLr(), after.lastEpoch, after.stepSize];
    },
  ],
  ...(["all of it", "the number of steps"] as const).map(
    (what): Call<never> => [
      `optim.OneCycleLR/loadStateDict ${what}`,
      `${twoGroupsPython()}s = torch.optim.lr_scheduler.OneCycleLR(o, 1., total_steps=5, three_phase=True); [s.step() for _ in range(2)]; d = s.state_dict()\n` +
        `${what === "all of it" ? "" : "d = {'total_steps': 9}\n"}s = torch.optim.lr_scheduler.OneCycleLR(o, 1., total_steps=12); s.load_state_dict(d); r = []\n` +
        "for i in range(2):\n    r.append([s.get_last_lr(), [g['momentum'] for g in o.param_groups]]); s.step()\n" +
        "p = s.state_dict()['_schedule_phases']; [r, s.total_steps, s.last_epoch, [list(x.keys()) + list(x.values()) for x in p]]",
      (t) => {
        const { o } = twoGroups(t);
        const before = new t.optim.OneCycleLR(o, 1, { totalSteps: 5, threePhase: true });
        for (let i = 0; i < 2; i++) before.step();
        const state = before.stateDict();
        const after = new t.optim.OneCycleLR(o, 1, { totalSteps: 12 });
        after.loadStateDict(what === "all of it" ? state : { total_steps: 9 });
        const r: Output[] = [];
        for (let i = 0; i < 2; i++) {
          r.push([after.getLastLr(), o.paramGroups.map(({ momentum }) => momentum as number)]);
          after.step();
        }
        const { _schedule_phases: phases } = after.stateDict() as {
          _schedule_phases: readonly Record<string, number>[];
        };
        return [
          r,
          after.totalSteps,
          after.lastEpoch,
          phases.map((phase) => [...Object.keys(phase), ...Object.values(phase)]),
        ];
      },
    ],
  ),
  refused(
    "optim.OneCycleLR/refuses no steps",
    "torch.optim.lr_scheduler.OneCycleLR(torch.optim.SGD([w], lr=1.), 1.)",
    (t, w) => void new t.optim.OneCycleLR(new t.optim.SGD([w], { lr: 1 }), 1),
  ),
  refused(
    "optim.OneCycleLR/refuses a strategy",
    "torch.optim.lr_scheduler.OneCycleLR(torch.optim.SGD([w], lr=1.), 1., total_steps=3, anneal_strategy='sin')",
    (t, w) =>
      void new t.optim.OneCycleLR(new t.optim.SGD([w], { lr: 1 }), 1, {
        totalSteps: 3,
        annealStrategy: "sin" as never,
      }),
  ),
  refused(
    "optim.OneCycleLR/refuses steps beyond",
    "s = torch.optim.lr_scheduler.OneCycleLR(torch.optim.SGD([w], lr=1.), 1., total_steps=3); [s.step() for _ in range(9)]",
    (t, w) => {
      const s = new t.optim.OneCycleLR(new t.optim.SGD([w], { lr: 1 }), 1, { totalSteps: 3 });
      for (let i = 0; i < 9; i++) s.step();
    },
  ),
]);

const norms = { ulps: 2, why: "a norm's sum in another order" } as const;
const clipPython = (line: string) =>
  `a, b = nn.Parameter(a), nn.Parameter(b); (a * a).sum().backward(); (b * 3).sum().backward(); n = ${line}; [*([] if n is None else [n]), a.grad, b.grad]`;
const clipped = (t: Api, a: Tensor, b: Tensor, clip: (both: Tensor[]) => Tensor | void): Tensor[] => {
  const [p, q] = [new t.nn.Parameter(a), new t.nn.Parameter(b)];
  p.mul(p).sum().backward();
  q.mul(3).sum().backward();
  const n = clip([p, q]);
  return [...(n === undefined ? [] : [n]), p.grad!, q.grad!];
};

const clipping: readonly Row[] = rowsOn(
  { a: data([3, 4], { fill: "random" }), b: data([5]) },
  [
    [
      "optim.clipGradNorm_/two",
      clipPython("nn.utils.clip_grad_norm_([a, b], 1.5)"),
      (t, { a, b }) => clipped(t, a, b, (both) => t.optim.clipGradNorm_(both, 1.5)),
    ],
    [
      "optim.clipGradNorm_/largest",
      clipPython("nn.utils.clip_grad_norm_([a, b], 0.5, norm_type=math.inf)"),
      (t, { a, b }) => clipped(t, a, b, (both) => t.optim.clipGradNorm_(both, 0.5, { normType: Infinity })),
    ],
    ...(
      [
        ["count", 0, "0"],
        ["smallest", -Infinity, "float('-inf')"],
        ["negative", -1, "-1"],
      ] as const
    ).map(
      ([what, normType, python]) =>
        [
          `optim.clipGradNorm_/${what}`,
          clipPython(`nn.utils.clip_grad_norm_([a, b], 0.25, ${python})`),
          (t, { a, b }) => clipped(t, a, b, (both) => t.optim.clipGradNorm_(both, 0.25, { normType })),
        ] as const satisfies Call<"a" | "b">,
    ),
    [
      "optim.clipGradNorm_/one",
      clipPython("nn.utils.clip_grad_norm_(a, 1, norm_type=1)"),
      (t, { a, b }) => clipped(t, a, b, ([p]) => t.optim.clipGradNorm_(p!, 1, { normType: 1 })),
    ],
    [
      "optim.clipGradNorm_/within",
      clipPython("nn.utils.clip_grad_norm_([a, b], 1000.)"),
      (t, { a, b }) => clipped(t, a, b, (both) => t.optim.clipGradNorm_(both, 1000)),
    ],
    [
      "optim.clipGradValue_/both",
      clipPython("nn.utils.clip_grad_value_([a, b], 0.75)"),
      (t, { a, b }) => clipped(t, a, b, (both) => t.optim.clipGradValue_(both, 0.75)),
    ],
  ],
  { grad: false, tolerance: norms },
);

const clipRefusals: readonly Row[] = rowsOnNothing([
  refused(
    "optim.clipGradNorm_/refuses infinity",
    "(w / 0).sum().backward(); nn.utils.clip_grad_norm_(w, 1., error_if_nonfinite=True)",
    (t, w) => {
      w.div(0).sum().backward();
      t.optim.clipGradNorm_(w, 1, { errorIfNonfinite: true });
    },
  ),
]);

export const optimiserRows: readonly Row[] = [
  ...trained,
  ...states,
  ...resumed,
  ...refusals,
  ...schedules,
  ...clipping,
  ...clipRefusals,
];
