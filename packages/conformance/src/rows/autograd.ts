// Rows of the tape: accumulation, retained graphs, derivatives of derivatives, hooks, modes, and what it refuses.
import type { Tensor } from "@toeplitz/tensor";
import { data } from "./recipe.ts";
import { type Row, rowsOn } from "./row.ts";

const x = { x: data([3]), y: data([3]) };

const backward: readonly Row[] = rowsOn(
  x,
  [
    [
      "backward/leaf",
      "x.requires_grad_(); (x * y).sum().backward(); x.grad",
      (t, { x, y }) => {
        x.requiresGrad_();
        t.backward(t.sum(t.mul(x, y)));
        return x.grad;
      },
    ],
    [
      "backward/gradient",
      "x.requires_grad_(); (x * x).backward(y); x.grad",
      (t, { x, y }) => {
        x.requiresGrad_();
        t.backward(t.mul(x, x), y);
        return x.grad;
      },
    ],
    [
      "backward/accumulates",
      "x.requires_grad_(); (x * y).sum().backward(); (x * 2).sum().backward(); x.grad",
      (t, { x, y }) => {
        x.requiresGrad_();
        t.sum(t.mul(x, y)).backward();
        t.sum(t.mul(x, 2)).backward();
        return x.grad;
      },
    ],
    [
      "backward/retain-graph",
      "x.requires_grad_(); z = (x * x).sum(); z.backward(retain_graph=True); z.backward(); x.grad",
      (t, { x }) => {
        x.requiresGrad_();
        const z = t.sum(t.mul(x, x));
        z.backward(null, { retainGraph: true });
        z.backward();
        return x.grad;
      },
    ],
    [
      "backward/diamond",
      "x.requires_grad_(); a = x * 2; b = a * y; (a + b * a).sum().backward(); x.grad",
      (t, { x, y }) => {
        x.requiresGrad_();
        const a = t.mul(x, 2);
        t.sum(t.add(a, t.mul(t.mul(a, y), a))).backward();
        return x.grad;
      },
    ],
    [
      "backward/inputs",
      "x.requires_grad_(); y.requires_grad_(); (x * y).sum().backward(inputs=[x]); [x.grad, y.grad is None]",
      (t, { x, y }) => {
        x.requiresGrad_();
        y.requiresGrad_();
        t.sum(t.mul(x, y)).backward(null, { inputs: [x] });
        return [x.grad, y.grad === null];
      },
    ],
    [
      "retainGrad/inner",
      "x.requires_grad_(); z = x * y; z.retain_grad(); (z * z).sum().backward(); [z.grad, x.grad, z.retains_grad]",
      (t, { x, y }) => {
        x.requiresGrad_();
        const z = t.mul(x, y);
        z.retainGrad();
        t.sum(t.mul(z, z)).backward();
        return [z.grad, x.grad, z.retainsGrad];
      },
    ],
    [
      "retainGrad/follows what is written in place",
      "x.requires_grad_(); z = x * y; z.retain_grad(); z.mul_(3); z.sum().backward(); [z.grad, x.grad, z.retains_grad]",
      (t, { x, y }) => {
        x.requiresGrad_();
        const z = t.mul(x, y);
        z.retainGrad();
        z.mul_(3).sum().backward();
        return [z.grad, x.grad, z.retainsGrad];
      },
    ],
    [
      "registerHook/null",
      "x.requires_grad_(); x.register_hook(lambda g: None); (x * y).sum().backward(); x.grad",
      (t, { x, y }) => {
        x.requiresGrad_();
        x.registerHook(() => null);
        t.sum(t.mul(x, y)).backward();
        return x.grad;
      },
    ],
    [
      "registerHook/replaces",
      "x.requires_grad_(); z = x * y; z.register_hook(lambda g: g * 3); z.sum().backward(); x.grad",
      (t, { x, y }) => {
        x.requiresGrad_();
        const z = t.mul(x, y);
        z.registerHook((g) => t.mul(g, 3));
        t.sum(z).backward();
        return x.grad;
      },
    ],
    [
      "registerHook/leaf-removed",
      "x.requires_grad_(); x.register_hook(lambda g: g + 1); h = x.register_hook(lambda g: g * 100); h.remove(); (x * y).sum().backward(); x.grad",
      (t, { x, y }) => {
        x.requiresGrad_();
        x.registerHook((g) => t.add(g, 1));
        x.registerHook((g) => t.mul(g, 100)).remove();
        t.sum(t.mul(x, y)).backward();
        return x.grad;
      },
    ],
    [
      "requiresGrad/turned off before backward",
      "x.requires_grad_(); y.requires_grad_(); z = x * y; x.requires_grad_(False); z.sum().backward(); [x.grad is None, y.grad]",
      (t, { x, y }) => {
        x.requiresGrad_();
        const z = t.mul(x, y.requiresGrad_());
        x.requiresGrad_(false);
        t.sum(z).backward();
        return [x.grad === null, y.grad];
      },
    ],
    [
      "requiresGrad/turned off before backward, with a hook",
      "x.requires_grad_(); seen = []; z = x * y; x.register_hook(seen.append); x.requires_grad_(False); z.sum().backward(); [x.grad is None, len(seen)]",
      (t, { x, y }) => {
        x.requiresGrad_();
        const seen: Tensor[] = [];
        const z = t.mul(x, y);
        x.registerHook((g) => void seen.push(g));
        x.requiresGrad_(false);
        t.sum(z).backward();
        return [x.grad === null, seen.length];
      },
    ],
    [
      "detach/stops",
      "x.requires_grad_(); (x * x.detach()).sum().backward(); x.grad",
      (t, { x }) => {
        x.requiresGrad_();
        t.sum(t.mul(x, x.detach())).backward();
        return x.grad;
      },
    ],
    [
      "grad/pair",
      "x.requires_grad_(); y.requires_grad_(); torch.autograd.grad((x * y * y).sum(), [x, y])",
      (t, { x, y }) => {
        x.requiresGrad_();
        y.requiresGrad_();
        return t.grad(t.sum(t.mul(t.mul(x, y), y)), [x, y]);
      },
    ],
    [
      "grad/inner",
      "x.requires_grad_(); z = x * x; torch.autograd.grad((z * y).sum(), z)",
      (t, { x, y }) => {
        x.requiresGrad_();
        const z = t.mul(x, x);
        return t.grad(t.sum(t.mul(z, y)), z);
      },
    ],
    [
      "grad/second",
      "x.requires_grad_(); g, = torch.autograd.grad((x * x * x).sum(), x, create_graph=True); torch.autograd.grad((g * y).sum(), x)",
      (t, { x, y }) => {
        x.requiresGrad_();
        const [g] = t.grad(t.sum(t.mul(t.mul(x, x), x)), x, { createGraph: true });
        return t.grad(t.sum(t.mul(g!, y)), x);
      },
    ],
    [
      "grad/third",
      "x.requires_grad_(); f = lambda v: torch.autograd.grad(v.sum(), x, create_graph=True)[0]; f(f(f(x * x * x * x)))",
      (t, { x }) => {
        x.requiresGrad_();
        const f = (v: Tensor): Tensor => t.grad(t.sum(v), x, { createGraph: true })[0]!;
        return f(f(f(t.mul(t.mul(x, x), t.mul(x, x))))).detach();
      },
    ],
    [
      "grad/second of flat slopes",
      "x.requires_grad_(); d = lambda f: torch.autograd.grad(f(x).sum(), x, create_graph=True)[0]; e = lambda g: [g.detach(), torch.autograd.grad(g.sum(), x)[0], g.grad_fn.name()]; [e(d(f)) for f in (torch.relu, F.leaky_relu, F.hardtanh, F.relu6, F.softshrink)]",
      (t, { x }) => {
        x.requiresGrad_();
        return [t.relu, t.leakyRelu, t.hardtanh, t.relu6, t.softshrink].map((f) => {
          const g = t.grad(t.sum(f(x)), x, { createGraph: true })[0]!;
          return [g.detach(), t.grad(t.sum(g), x)[0]!, g.gradFn!.name];
        });
      },
    ],
    [
      "grad/unused",
      "x.requires_grad_(); y.requires_grad_(); a, b = torch.autograd.grad((x * 2).sum(), [x, y], allow_unused=True); [a, b is None]",
      (t, { x, y }) => {
        x.requiresGrad_();
        y.requiresGrad_();
        const [a, b] = t.grad(t.sum(t.mul(x, 2)), [x, y], { allowUnused: true });
        return [a ?? null, b === null];
      },
    ],
    [
      "grad/outputs",
      "x.requires_grad_(); torch.autograd.grad([x * 2, x * y], x, [y, torch.ones(3)])",
      (t, { x, y }) => {
        x.requiresGrad_();
        return t.grad([t.mul(x, 2), t.mul(x, y)], x, { gradOutputs: [y, t.ones([3])] });
      },
    ],
    [
      "noGrad/result",
      "x.requires_grad_()\nwith torch.no_grad(): z = x * 2\n[z, z.requires_grad, z.is_leaf]",
      (t, { x }) => {
        x.requiresGrad_();
        const z = t.noGrad(() => t.mul(x, 2));
        return [z, z.requiresGrad, z.isLeaf];
      },
    ],
    [
      "enableGrad/alone",
      "x.requires_grad_()\nwith torch.enable_grad(): z = x * 2\nz.requires_grad",
      (t, { x }) => {
        x.requiresGrad_();
        return t.enableGrad(() => t.mul(x, 2)).requiresGrad;
      },
    ],
    [
      "enableGrad/inside",
      "x.requires_grad_()\nwith torch.no_grad():\n  with torch.enable_grad(): z = x * 2\n[z.requires_grad, torch.is_grad_enabled()]",
      (t, { x }) => {
        x.requiresGrad_();
        const z = t.noGrad(() => t.enableGrad(() => t.mul(x, 2)));
        return [z.requiresGrad, t.isGradEnabled()];
      },
    ],
    [
      "noGrad/in-place-on-leaf",
      "x.requires_grad_()\nwith torch.no_grad(): x.sub_(y)\nx.detach()",
      (t, { x, y }) => {
        x.requiresGrad_();
        t.noGrad(() => x.sub_(y));
        return x.detach();
      },
    ],
    [
      "requiresGrad/leaf",
      "[x.requires_grad, x.is_leaf, (x * 2).requires_grad]",
      (t, { x }) => [x.requiresGrad, x.isLeaf, t.mul(x, 2).requiresGrad],
    ],
    [
      "gradFn/name",
      "x.requires_grad_(); [(x + y).grad_fn.name(), (x * y).sum().grad_fn.name(), x.grad_fn is None]",
      (t, { x, y }) => {
        x.requiresGrad_();
        return [t.add(x, y).gradFn!.name, t.sum(t.mul(x, y)).gradFn!.name, x.gradFn === null];
      },
    ],
  ],
  { grad: false },
);

const refused: readonly Row[] = rowsOn(
  x,
  [
    [
      "backward/refuses a plain tensor",
      "x.sum().backward()",
      (t, { x }) => t.sum(x).backward(),
      { error: "does not require grad and does not have a grad_fn" },
    ],
    [
      "grad/of a power prints as a product",
      "str(torch.autograd.grad((x.requires_grad_() ** 3).sum(), x, create_graph=True)[0])",
      (t, { x }) => String(t.grad(t.sum(t.pow(x.requiresGrad_(), 3)), x, { createGraph: true })[0]),
    ],
    [
      "backward/refuses many elements",
      "(x.requires_grad_() * 2).backward()",
      (t, { x }) => t.mul(x.requiresGrad_(), 2).backward(),
      { error: true },
    ],
    [
      "backward/refuses a second time",
      "z = (x.requires_grad_() * x).sum(); z.backward(); z.backward()",
      (t, { x }) => {
        const z = t.sum(t.mul(x.requiresGrad_(), x));
        z.backward();
        z.backward();
        return z;
      },
      { error: true },
    ],
    [
      "backward/refuses another shape",
      "(x.requires_grad_() * 2).backward(torch.ones(2))",
      (t, { x }) => t.mul(x.requiresGrad_(), 2).backward(t.ones([2])),
      { error: true },
    ],
    [
      "backward/refuses modified tensors",
      "x.requires_grad_(); z = x * y; y.add_(1); z.sum().backward()",
      (t, { x, y }) => {
        const z = t.mul(x.requiresGrad_(), y);
        y.add_(1);
        t.sum(z).backward();
        return z;
      },
      { error: true },
    ],
    [
      "backward/refuses a modified input that was computed",
      "y = x.requires_grad_() * 2; z = y * y; y.add_(1); z.sum().backward()",
      (t, { x }) => {
        const y = t.mul(x.requiresGrad_(), 2);
        const z = t.mul(y, y);
        y.add_(1);
        t.sum(z).backward();
      },
      { error: true },
    ],
    [
      "backward/refuses a modified result",
      "y = x.requires_grad_().exp(); y.add_(1); y.sum().backward()",
      (t, { x }) => {
        const y = t.exp(x.requiresGrad_());
        y.add_(1);
        t.sum(y).backward();
      },
      { error: true },
    ],
    ["add_/refuses a leaf", "x.requires_grad_().add_(1)", (_, { x }) => x.requiresGrad_().add_(1), { error: true }],
    [
      "add_/refuses a view of a leaf",
      "x.requires_grad_()[1:].add_(1)",
      (_, { x }) => x.requiresGrad_().index("1:").add_(1),
      { error: true },
    ],
    [
      "mul_/refuses a view of a view that is a leaf",
      "x.view(3, 1).requires_grad_()[0].mul_(2)",
      (_, { x }) => x.view([3, 1]).requiresGrad_().index(0).mul_(2),
      { error: true },
    ],
    [
      "mul_/refuses a view that is a leaf",
      "x.view(3, 1).requires_grad_().mul_(2)",
      (_, { x }) => x.view([3, 1]).requiresGrad_().mul_(2),
      { error: true },
    ],
    [
      "mul_/takes the base of a view that is a leaf",
      "v = x.view(3, 1).requires_grad_(); x.mul_(2); [v.detach(), v.requires_grad, v.is_leaf]",
      (_, { x }) => {
        const v = x.view([3, 1]).requiresGrad_();
        x.mul_(2);
        return [v.detach(), v.requiresGrad, v.isLeaf];
      },
    ],
    [
      "mul_/takes a view made before another view was a leaf",
      "v = x[:2]; w = v[:1]; v.requires_grad_(); w.mul_(2); [v.detach(), w.requires_grad, v.is_leaf]",
      (_, { x }) => {
        const v = x.index(":2");
        const w = v.index(":1");
        v.requiresGrad_();
        w.mul_(2);
        return [v.detach(), w.requiresGrad, v.isLeaf];
      },
    ],
    [
      "requiresGrad_/refuses integers",
      "x.to(torch.int64).requires_grad_()",
      (_, { x }) => x.to("int64").requiresGrad_(),
      { error: "can require gradients" },
    ],
    [
      "grad/refuses unused inputs",
      "torch.autograd.grad((x.requires_grad_() * 2).sum(), [y.requires_grad_()])",
      (t, { x, y }) => t.grad(t.sum(t.mul(x.requiresGrad_(), 2)), [y.requiresGrad_()]),
      { error: true },
    ],
    [
      "grad/refuses plain inputs",
      "torch.autograd.grad((x.requires_grad_() * y).sum(), [y])",
      (t, { x, y }) => t.grad(t.sum(t.mul(x.requiresGrad_(), y)), [y]),
      { error: true },
    ],
    [
      "registerHook/refuses plain tensors",
      "x.register_hook(lambda g: g)",
      (_, { x }) => {
        x.registerHook((g) => g);
        return x;
      },
      { error: true },
    ],
    [
      "retainGrad/refuses plain tensors",
      "x.retain_grad()",
      (_, { x }) => {
        x.retainGrad();
        return x;
      },
      { error: true },
    ],
    [
      "detach/refuses undoing",
      "(x.requires_grad_() * 2).requires_grad_(False)",
      (t, { x }) => t.mul(x.requiresGrad_(), 2).requiresGrad_(false),
      { error: true },
    ],
  ],
  { grad: false },
);

const gradientArguments: readonly Row[] = rowsOn(
  { x: data([3]), y: data([3]) },
  [
    [
      "grad/converts gradients",
      "torch.autograd.grad(x.requires_grad_() * 2, x, torch.ones(3, dtype=torch.float64))[0]",
      (t, { x }) =>
        t.grad(t.mul(x.requiresGrad_(), 2), x, { gradOutputs: t.ones([3], { dtype: "float64" }) })[0] as Tensor,
    ],
    [
      "backward/one input",
      "(x.requires_grad_() * y.requires_grad_()).sum().backward(inputs=x); [x.grad, y.grad is None]",
      (t, { x, y }) => {
        t.sum(t.mul(x.requiresGrad_(), y.requiresGrad_())).backward(null, { inputs: x });
        return [x.grad, y.grad === null];
      },
    ],
  ],
  { grad: false },
);

export const autogradRows: readonly Row[] = [...backward, ...gradientArguments, ...refused];
