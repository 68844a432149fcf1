// Every option of the convolution, under the names that PyTorch gives them.
import {
  type Action,
  axesOf,
  axisNames,
  type Field,
  limits,
  NumbersField,
  type PaddingMode,
  type Playground,
  paddingModes,
  type Rank,
  Segmented,
  type Settings,
  type Triple,
  withAxes,
} from "@toeplitz/widgets";
import { memo } from "react";
import { knownPresets, notebookPresets, presetFigure, presets } from "../../state/presets.ts";

type AxesField = "size" | "kernel" | "stride" | "padding" | "dilation" | "outputPadding";

interface ParametersProps {
  readonly state: Playground;
  readonly dispatch: (action: Action) => void;
}

/** Which it is does not change under the pointer. */
export const Parameters = memo(function Parameters({ state, dispatch }: ParametersProps) {
  const { settings, problem, changed } = state;
  const { rank, transposed, padding } = settings;
  const set = (field: Field, change: Partial<Settings>) => dispatch({ type: "set", field, change });
  const invalid = (field: Field) => problem !== null && changed === field;
  const within = limits(rank);
  const parts = axisNames.slice(3 - rank);
  const axes = (field: AxesField, label: string, title: string) => {
    const value = settings[field];
    const triple: Triple = typeof value === "string" ? [0, 0, 0] : value;
    return (
      <NumbersField
        label={label}
        title={title}
        value={axesOf(rank, triple)}
        limits={within[field]}
        parts={parts}
        invalid={invalid(field)}
        onChange={(next) => set(field, { [field]: withAxes(triple, next) })}
      />
    );
  };
  return (
    <div className="parameters" data-rank={rank}>
      <label className="field preset">
        <span className="field-label">preset</span>
        <select
          value={presets.find(({ figure }) => figure === state.scene.figure)?.id ?? ""}
          onChange={(event) => dispatch({ type: "load", figure: presetFigure(event.target.value) })}
        >
          <option value="" disabled>
            choose a known one…
          </option>
          <optgroup label="Known convolutions">
            {knownPresets.map(({ id, title }) => (
              <option key={id} value={id}>
                {title}
              </option>
            ))}
          </optgroup>
          <optgroup label="The notebook">
            {notebookPresets.map(({ id, title }) => (
              <option key={id} value={id}>
                {title.replace("Notebook: ", "")}
              </option>
            ))}
          </optgroup>
        </select>
      </label>
      <div className="field words-field">
        <span className="field-label">direction</span>
        <Segmented
          label="Direction"
          value={transposed ? "transposed" : "convolution"}
          choices={[
            { value: "convolution", text: "Convolution", title: `conv${rank}d: y = K x` },
            { value: "transposed", text: "Transposed", title: `conv_transpose${rank}d: y = Kᵀ x` },
          ]}
          onChange={(value) => (value === "transposed") !== transposed && dispatch({ type: "flip" })}
        />
      </div>
      <div className="field words-field">
        <span className="field-label">dimensions</span>
        <Segmented
          label="Dimensions"
          value={`${rank}`}
          choices={([1, 2, 3] as const).map((n) => ({ value: `${n}` as const, text: `${n}-D` }))}
          onChange={(value) => dispatch({ type: "rank", rank: Number(value) as Rank })}
        />
      </div>
      <div className="field words-field">
        <span className="field-label">gradient</span>
        <Segmented
          label="Gradient"
          value={state.gradient}
          choices={[
            { value: "off", text: "off", title: "the sum itself" },
            { value: "input", text: "to input", title: "grad_input: what comes back through the transpose" },
            {
              value: "weight",
              text: "to weight",
              title: "grad_weight: which inputs and gradients meet in each weight",
            },
          ]}
          onChange={(gradient) => dispatch({ type: "gradient", gradient })}
        />
      </div>
      <NumbersField
        label="batch N"
        title="N of input (N, C, …): samples that share one weight"
        value={[settings.batch]}
        limits={within.batch}
        parts={[]}
        invalid={invalid("batch")}
        onChange={([batch]) => set("batch", { batch: batch! })}
      />
      {axes("size", "input size", `${parts.join(", ")} of input`)}
      <NumbersField
        label="channels"
        title="in_channels, out_channels"
        value={settings.channels}
        limits={within.channels}
        parts={["in", "out"]}
        joint="→"
        invalid={invalid("channels")}
        onChange={([before, after]) => set("channels", { channels: [before!, after!] })}
      />
      <NumbersField
        label="groups"
        title="groups"
        value={[settings.groups]}
        limits={within.groups}
        parts={[]}
        invalid={invalid("groups")}
        onChange={([groups]) => set("groups", { groups: groups! })}
      />
      {axes("kernel", "kernel", "kernel_size")}
      {axes("stride", "stride", "stride")}
      {axes("padding", "padding", "padding")}
      <div className="row padding-words">
        <Segmented
          label="Padding as"
          value={typeof padding === "string" ? padding : "numbers"}
          choices={[
            { value: "numbers", text: "numbers", title: "padding, a number per axis" },
            { value: "same", text: "same", title: "padding='same'" },
            { value: "valid", text: "valid", title: "padding='valid'" },
          ]}
          onChange={(value) => set("padding", { padding: value === "numbers" ? [0, 0, 0] : value })}
        />
        <label>
          <span className="unseen">padding mode</span>
          <select
            title="padding_mode"
            value={settings.paddingMode}
            onChange={(event) => set("paddingMode", { paddingMode: event.target.value as PaddingMode })}
          >
            {paddingModes.map((mode) => (
              <option key={mode}>{mode}</option>
            ))}
          </select>
        </label>
      </div>
      {axes("dilation", "dilation", "dilation")}
      {transposed && axes("outputPadding", "output padding", "output_padding")}
      <div className="field words-field">
        <span className="field-label">bias</span>
        <Segmented
          label="Bias"
          value={settings.bias ? "added" : "none"}
          choices={[
            { value: "none", text: "none", title: "bias=None" },
            { value: "added", text: "+ b", title: "bias: a number for each channel of the output" },
          ]}
          onChange={(value) => set("bias", { bias: value === "added" })}
        />
      </div>
    </div>
  );
});
