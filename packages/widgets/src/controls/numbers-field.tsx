// One parameter of several numbers, as height and width: a slider for all of them, a number for each.
import { Fragment } from "react";
import { NumberField } from "./number-field.tsx";

interface NumbersFieldProps {
  readonly label: string;
  /** PyTorch's name of the parameter. */
  readonly title: string;
  readonly value: readonly number[];
  readonly limits: readonly [number, number];
  /** What the numbers are: `height`, `width`. A single one needs no name. */
  readonly parts: readonly string[];
  /** Between the numbers. */
  readonly joint?: string;
  readonly invalid?: boolean;
  readonly onChange: (value: readonly number[]) => void;
}

export function NumbersField(props: NumbersFieldProps) {
  const { label, title, value, limits, parts, joint = "×", invalid = false, onChange } = props;
  const [least, most] = limits;
  const single = value.length === 1;
  const last = value.at(-1)!;
  return (
    <div className="field" data-invalid={invalid}>
      <span className="field-label">{label}</span>
      <input
        type="range"
        className="slider"
        // A list without words between, for every language.
        aria-label={[label, ...(single ? [] : parts)].join(", ")}
        title={title}
        min={least}
        max={most}
        value={last}
        onChange={(event) => {
          // The slider keeps differences between the numbers where there are some.
          const by = Number(event.target.value) - last;
          onChange(value.map((n) => Math.max(least, Math.min(most, n + by))));
        }}
      />
      <span className="field-numbers">
        {value.map((number, i) => (
          <Fragment key={parts[i] ?? label}>
            {i > 0 && <span className="joint">{joint}</span>}
            <NumberField
              label={single ? label : `${label} ${parts[i]}`}
              value={number}
              {...{ least, most, title, invalid }}
              onChange={(next) => onChange(value.map((old, other) => (other === i ? next : old)))}
            />
          </Fragment>
        ))}
      </span>
    </div>
  );
}
