// A whole number that can be typed, stepped with arrow keys and buttons. It keeps what was typed, possible or not.
import { useEffect, useId, useState } from "react";

interface NumberFieldProps {
  readonly label: string;
  /** PyTorch's name of the parameter. */
  readonly title: string;
  readonly value: number;
  readonly least: number;
  readonly most: number;
  readonly invalid?: boolean;
  readonly onChange: (value: number) => void;
}

export function NumberField({ label, title, value, least, most, invalid = false, onChange }: NumberFieldProps) {
  const id = useId();
  const [text, setText] = useState(String(value));
  useEffect(() => setText(String(value)), [value]);
  const usable = (typed: string) => /^\d+$/.test(typed.trim()) && Number(typed) >= least && Number(typed) <= most;
  const commit = (typed: string) => {
    setText(typed);
    if (usable(typed)) onChange(Number(typed));
  };
  const step = (by: number) => onChange(Math.max(least, Math.min(most, value + by)));
  return (
    <input
      id={id}
      className="number-field"
      aria-label={label}
      // What a flip left is beyond what one can set, and right.
      aria-invalid={invalid || (text !== String(value) && !usable(text))}
      title={`${title}, ${least}–${most}`}
      inputMode="numeric"
      autoComplete="off"
      value={text}
      onChange={(event) => commit(event.target.value)}
      onBlur={() => setText(String(value))}
      onKeyDown={(event) => {
        if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return;
        event.preventDefault();
        step(event.key === "ArrowUp" ? 1 : -1);
      }}
    />
  );
}
