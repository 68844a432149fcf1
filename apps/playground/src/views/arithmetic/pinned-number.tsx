// The number of a pinned cell, to be changed where there is no keyboard to type on the cell.
import { useEffect, useState } from "react";

interface PinnedNumberProps {
  readonly name: string;
  readonly value: number;
  readonly onValue: (value: number) => void;
}

export function PinnedNumber({ name, value, onValue }: PinnedNumberProps) {
  const [text, setText] = useState(String(value));
  useEffect(() => setText((now) => (Number(now) === value ? now : String(value))), [value]);
  return (
    <label className="pinned-number number">
      {name} ={" "}
      <input
        className="number-field"
        inputMode="decimal"
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          const number = Number(event.target.value.replace(",", "."));
          if (event.target.value.trim() !== "" && Number.isFinite(number)) onValue(number);
        }}
        onBlur={() => setText(String(value))}
      />
    </label>
  );
}
