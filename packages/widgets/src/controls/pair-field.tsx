// Height and width of one parameter: a slider for both, a number for each.
import { NumberField } from "./number-field.tsx";

interface PairFieldProps {
  readonly label: string;
  /** PyTorch's name of the parameter. */
  readonly title: string;
  readonly value: readonly [number, number];
  readonly limits: readonly [number, number];
  /** What the two numbers are: `height`, `width`. */
  readonly parts?: readonly [string, string];
  /** The second number alone counts. */
  readonly single?: boolean;
  /** Between the two numbers. */
  readonly joint?: string;
  readonly invalid?: boolean;
  readonly onChange: (value: readonly [number, number]) => void;
}

export function PairField(props: PairFieldProps) {
  const { label, title, value, limits, parts = ["height", "width"], joint = "×", onChange } = props;
  const { single = false, invalid = false } = props;
  const [least, most] = limits;
  const shared = { least, most, title, invalid };
  return (
    <div className="field" data-invalid={invalid}>
      <span className="field-label">{label}</span>
      <input
        type="range"
        className="slider"
        aria-label={single ? label : `${label}, ${parts.join(" and ")}`}
        title={title}
        min={least}
        max={most}
        value={value[1]}
        onChange={(event) => {
          const next = Number(event.target.value);
          // The slider keeps a difference between the two where there is one.
          const first = Math.max(least, Math.min(most, value[0] + next - value[1]));
          onChange([value[0] === value[1] ? next : first, next]);
        }}
      />
      <span className="field-numbers">
        {!single && (
          <>
            <NumberField
              {...shared}
              label={`${label} ${parts[0]}`}
              value={value[0]}
              onChange={(n) => onChange([n, value[1]])}
            />
            <span className="joint">{joint}</span>
          </>
        )}
        <NumberField
          {...shared}
          label={single ? label : `${label} ${parts[1]}`}
          value={value[1]}
          onChange={(n) => onChange([value[0], n])}
        />
      </span>
    </div>
  );
}
