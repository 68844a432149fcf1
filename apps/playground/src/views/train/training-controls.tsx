// The settings of a training. A change begins anew: all of them together decide every number.
import type { UpdateRule } from "@toeplitz/networks";
import { NumberField, Segmented } from "@toeplitz/widgets";
import {
  type TrainableNetwork,
  type Training,
  trainableNetworks,
  trainingChoices,
  trainingLimits,
} from "../../state/training.ts";
import { garmentClassifiers } from "./garment-classifiers.ts";

interface TrainingControlsProps {
  readonly training: Training;
  readonly onTraining: (training: Training) => void;
}

const rules: readonly { readonly value: UpdateRule; readonly text: string; readonly title: string }[] = [
  { value: "sgd", text: "SGD", title: "torch.optim.SGD with momentum=0.9" },
  { value: "adam", text: "Adam", title: "torch.optim.Adam" },
  { value: "adamw", text: "AdamW", title: "torch.optim.AdamW: weight decay apart from the gradients" },
];

export function TrainingControls({ training, onTraining }: TrainingControlsProps) {
  const { sentence, parameters } = garmentClassifiers[training.network];
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
      <label className="field preset">
        <span className="field-label">network</span>
        <select value={training.network} onChange={(event) => set({ network: event.target.value as TrainableNetwork })}>
          {trainableNetworks.map((name) => (
            <option key={name} value={name}>
              {garmentClassifiers[name].title}
            </option>
          ))}
        </select>
      </label>
      <p className="quiet small">
        {sentence} <span className="number">{parameters.toLocaleString("en")}</span> parameters.
      </p>
      {choice("pictures", "pictures", "how many it learns from")}
      <div className="field preset">
        <span className="field-label">optimiser</span>
        <Segmented label="Optimiser" value={training.rule} choices={rules} onChange={(rule) => set({ rule })} />
      </div>
      {choice("rate", "learning rate", "lr: the highest of the one cycle")}
      {choice("decay", "weight decay", "weight_decay: how much of itself each weight loses")}
      {choice("batch", "batch size", "batch_size: pictures in a step")}
      {number("epochs")}
      <label className="field preset" title="RandomHorizontalFlip(p=0.5)">
        <span className="field-label">mirror</span>
        <span className="check">
          <input
            type="checkbox"
            checked={training.mirror}
            onChange={(event) => set({ mirror: event.target.checked })}
          />
          half of the pictures, by chance
        </span>
      </label>
      {number("seed")}
      <p className="quiet small">A change begins anew. The same settings give the same numbers on the same machine.</p>
    </section>
  );
}
