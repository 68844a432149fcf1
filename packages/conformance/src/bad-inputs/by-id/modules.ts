// The catalogue's rows of modules and state dicts, by id: sections G and H.
import type { Api } from "../../rows/index.ts";
import type { BadInput } from "../bad-input.ts";
import { catalogued, defined, refused, untyped as wrong } from "../bad-input.ts";

/** A module of the catalogue, made of these arguments. */
const made = (id: string, says: string, name: string, ...args: readonly unknown[]) =>
  catalogued(
    id,
    refused(`new nn.${name}(${args.map((arg) => JSON.stringify(arg) ?? String(arg)).join(", ")})`, says, (t) =>
      Reflect.construct(wrong(t).nn[name], args),
    ),
  );

const conv = (t: Api, options: object = {}) => new t.nn.Conv1d(1, 1, 2, { generator: new t.Generator(), ...options });

const modules: readonly BadInput[] = [
  ...made("G1", "inChannels must be a whole number, got 1.5", "Conv2d", 1.5, 4, 3),
  ...made("G1", 'inChannels must be a whole number, got "3"', "Conv2d", "3", 4, 3),
  ...made("G1", "inChannels must be given, got undefined", "Conv2d", undefined, 4, 3),
  ...made("G1", "negative dimension -1", "Conv2d", -1, 4, 3),
  ...made("G2", "outChannels must be a whole number, got 1.5", "Conv2d", 4, 1.5, 3),
  ...made("G2", "negative dimension -1", "Conv2d", 4, -1, 3),
  ...made("G3", "in_channels must be divisible by groups", "Conv2d", 3, 4, 3, { groups: 2 }),
  ...made("G4", "out_channels must be divisible by groups", "Conv2d", 4, 3, 3, { groups: 2 }),
  ...made("G7", "Invalid padding string 'foo', should be one of", "Conv2d", 1, 1, 3, { padding: "foo" }),
  ...made("G8", "padding='same' is not supported for strided convolutions", "Conv2d", 1, 1, 3, {
    padding: "same",
    stride: 2,
  }),
  ...made("G9", "padding_mode must be one of", "Conv2d", 1, 1, 3, { paddingMode: "mirror" }),
  ...made("G10", 'Only "zeros" padding mode is supported for ConvTranspose2d', "ConvTranspose2d", 1, 1, 3, {
    paddingMode: "reflect",
  }),
  ...made("G11", 'bias must be a boolean, got "false"', "Conv2d", 1, 1, 3, { bias: "false" }),
  ...made("G11", "bias must be a boolean, got 0", "Conv2d", 1, 1, 3, { bias: 0 }),
  ...made("G11", "bias must be a boolean, got null", "Conv2d", 1, 1, 3, { bias: null }),
  ...made("G12", "dtype must be one of", "Conv2d", 1, 1, 3, { dtype: "float16" }),
  ...made("G12", "unexpected option 'device'", "Conv2d", 1, 1, 3, { device: "cuda" }),
  ...made("G12", "dtype must be one of", "PReLU", { dtype: null }),
  ...made("G12", "dtype must be one of", "InstanceNorm1d", 3, { dtype: null }),
  ...made("G12", "options must be an object of named options, got null", "LazyConv2d", 1, 3, null),
  ...made("G12", "padding must be a whole number or a list of whole numbers, got null", "MaxPool2d", 2, {
    padding: null,
  }),
  ...made("G13", "at most 4294967296 elements", "Conv2d", 1e5, 1e5, 3),
  ...catalogued(
    "G14",
    refused("conv.forward(undefined)", "input must be a tensor, got undefined", (t) =>
      wrong(conv(t)).forward(undefined),
    ),
  ),
  ...catalogued(
    "G15",
    refused(
      "new nn.Conv1d(1, 1, 2, { padding: 3, paddingMode: 'reflect' }).forward(ones([1, 1, 3]))",
      "Padding size should be less than",
      (t) => conv(t, { padding: 3, paddingMode: "reflect" }).forward(t.ones([1, 1, 3])),
    ),
  ),
  ...catalogued(
    "G16",
    refused(
      "new nn.Sequential(conv, null)",
      "is not a Module subclass",
      (t) => new (wrong(t).nn.Sequential)(conv(t), null),
    ),
  ),
  ...catalogued(
    "G18",
    ...(["stateDict", "toString", "apply", "loadStateDict"] as const).map((name) =>
      refused(`a list of modules that holds itself, and its ${name}()`, "module '1' is inside of itself", (t) => {
        const list = wrong(new t.nn.ModuleList([conv(t)]));
        list.append(list);
        if (name === "apply") return list.apply(() => {});
        return name === "loadStateDict" ? list.loadStateDict(new Map()) : list[name]();
      }),
    ),
    defined("a list of modules that holds itself, and its parameters", 2, (t) => {
      const list = wrong(new t.nn.ModuleList([conv(t)]));
      list.append(list);
      return list.parameters().length;
    }),
  ),
  ...catalogued(
    "G19",
    refused("conv.weight = a tensor, not a parameter", "cannot assign", (t) => {
      const module = wrong(conv(t));
      module.registerParameter("weight", t.ones([2]));
    }),
    refused(
      "conv.weight = a parameter of another shape, and conv.forward(x)",
      "weight should have at least three dimensions",
      (t) => {
        const module = wrong(conv(t));
        module.weight = new t.nn.Parameter(t.ones([2]));
        module.forward(t.ones([1, 1, 3]));
      },
    ),
  ),
  ...catalogued(
    "G20",
    refused("forward after a weight was disposed of", "conv1d: weight was disposed of", (t) => {
      const module = conv(t);
      module.weight.dispose();
      return module.forward(t.ones([1, 1, 3]));
    }),
  ),
];

const states: readonly BadInput[] = [
  ...catalogued(
    "H3",
    refused(
      "loadStateDict(another shape, { strict: false })",
      "size mismatch for bias: copying a param with shape torch.Size([7]) from checkpoint, the shape in current model is torch.Size([1])",
      (t) => conv(t).loadStateDict(new Map([["bias", t.ones([7])]]), { strict: false }),
    ),
  ),
  ...catalogued(
    "H8",
    refused("loadStateDict([])", "Expected state_dict to be dict-like", (t) => wrong(conv(t)).loadStateDict([])),
  ),
  ...catalogued(
    "H11",
    defined("loadStateDict({ other: x }, { strict: false })", [["weight", "bias"], ["other"]], (t) => {
      const { missingKeys, unexpectedKeys } = conv(t).loadStateDict(new Map([["other", t.ones([1])]]), {
        strict: false,
      });
      return [[...missingKeys], [...unexpectedKeys]];
    }),
  ),
  ...catalogued(
    "H20",
    defined("loadStateDict([1] into no axes)", 7, (t) => {
      const module = new t.nn.BatchNorm1d(1);
      const state = new Map(module.stateDict());
      state.set("num_batches_tracked", t.tensor([7n]));
      module.loadStateDict(state);
      return Number(module.stateDict().get("num_batches_tracked")?.item());
    }),
  ),
];

/** Every row. */
export const modulesById: readonly BadInput[] = [...modules, ...states];
