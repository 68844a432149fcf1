// The settings of a training. A change begins anew: all of them together decide every number.
import type { UpdateRule } from "@toeplitz/networks";
import { NumberField, Segmented } from "@toeplitz/widgets";
import { type Training, trainingChoices, trainingLimits } from "../../state/training.ts";

interface TrainingControlsProps {
  readonly training: Training;
  readonly onTraining: (training: Training) => void;
}

const rules: readonly { readonly value: UpdateRule; readonly text: string; readonly title: string }[] = [
  { value: "adam", text: "Adam", title: "torch.optim.Adam" },
  { value: "sgd", text: "SGD", title: "torch.optim.SGD with momentum" },
];

export function TrainingControls({ training, onTraining }: TrainingControlsProps) {
  const set = (change: Partial<Training>) => onTraining({ ...training, ...change, until: null });
  const choice = (name: keyof typeof trainingChoices, label: string, title: string) => (
    <label className="field preset">
      <span className="field-label">{label}</span>
      <select value={training[name]} title={title} onChange={(event) => set({ [name]: Number(event.target.value) })}>
        {trainingChoices[name].map((value) => (
          <option key={value} value={value}>
            {value}
          </option>
        ))}
      </select>
    </label>
  );
  const number = (name: keyof typeof trainingLimits) => (
    <div className="field preset">
      <span className="field-label">{name}</span>
      <NumberField
        label={name}
        title={name}
        value={training[name]}
        least={trainingLimits[name][0]}
        most={trainingLimits[name][1]}
        onChange={(value) => set({ [name]: value })}
      />
    </div>
  );
  return (
    <section className="training-controls" aria-label="Settings" data-part="parameters">
      {choice("pictures", "pictures", "how many it learns from")}
      <div className="field preset">
        <span className="field-label">optimiser</span>
        <Segmented label="Optimiser" value={training.rule} choices={rules} onChange={(rule) => set({ rule })} />
      </div>
      {choice("rate", "learning rate", "lr: the highest of the one cycle")}
      {choice("batch", "batch size", "batch_size: pictures in a step")}
      {number("epochs")}
      {number("seed")}
      <p className="quiet small">A change begins anew. The same settings give the same numbers on the same machine.</p>
    </section>
  );
}
