// Every option of the convolution, under the names that PyTorch gives them.
import {
  type Action,
  type Field,
  limits,
  type PaddingMode,
  type Pair,
  PairField,
  type Playground,
  paddingModes,
  Segmented,
  type Settings,
} from "@toeplitz/widgets";
import { knownPresets, notebookPresets, presetFigure, presets } from "../../state/presets.ts";

interface ParametersProps {
  readonly state: Playground;
  readonly dispatch: (action: Action) => void;
}

export function Parameters({ state, dispatch }: ParametersProps) {
  const { settings, problem, changed } = state;
  const { rank, transposed, padding } = settings;
  const set = (field: Field, change: Partial<Settings>) => dispatch({ type: "set", field, change });
  const invalid = (field: Field) => problem !== null && changed === field;
  const pair = (field: "size" | "kernel" | "stride" | "dilation" | "outputPadding", label: string, title: string) => (
    <PairField
      label={label}
      title={title}
      value={settings[field]}
      limits={limits[field]}
      single={rank === 1}
      invalid={invalid(field)}
      onChange={(value) => set(field, { [field]: value })}
    />
  );
  return (
    <div className="parameters">
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
      <div className="row">
        <Segmented
          label="Direction"
          value={transposed ? "transposed" : "convolution"}
          choices={[
            { value: "convolution", text: "Convolution", title: "conv2d: y = K x" },
            { value: "transposed", text: "Transposed", title: "conv_transpose2d: y = Kᵀ x" },
          ]}
          onChange={(value) => (value === "transposed") !== transposed && dispatch({ type: "flip" })}
        />
        <Segmented
          label="Dimensions"
          value={rank === 1 ? "one" : "two"}
          choices={[
            { value: "one", text: "1-D" },
            { value: "two", text: "2-D" },
          ]}
          onChange={(value) => set("rank", { rank: value === "one" ? 1 : 2 })}
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
      {pair("size", "input size", "height and width of input")}
      <PairField
        label="channels"
        title="in_channels, out_channels"
        value={settings.channels}
        limits={limits.channels}
        parts={["in", "out"]}
        joint="→"
        invalid={invalid("channels")}
        onChange={(channels) => set("channels", { channels })}
      />
      <PairField
        label="groups"
        title="groups"
        value={[settings.groups, settings.groups]}
        limits={limits.groups}
        single
        invalid={invalid("groups")}
        onChange={([, groups]) => set("groups", { groups })}
      />
      {pair("kernel", "kernel", "kernel_size")}
      {pair("stride", "stride", "stride")}
      <PairField
        label="padding"
        title="padding"
        value={typeof padding === "string" ? [0, 0] : padding}
        limits={limits.padding}
        single={rank === 1}
        invalid={invalid("padding")}
        onChange={(value: Pair) => set("padding", { padding: value })}
      />
      <div className="row padding-words">
        <Segmented
          label="Padding as"
          value={typeof padding === "string" ? padding : "numbers"}
          choices={[
            { value: "numbers", text: "numbers", title: "padding=(h, w)" },
            { value: "same", text: "same", title: "padding='same'" },
            { value: "valid", text: "valid", title: "padding='valid'" },
          ]}
          onChange={(value) => set("padding", { padding: value === "numbers" ? [0, 0] : value })}
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
      {pair("dilation", "dilation", "dilation")}
      {transposed && pair("outputPadding", "output padding", "output_padding")}
    </div>
  );
}
