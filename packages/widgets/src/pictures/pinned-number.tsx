// The number of a pinned cell, to be changed where there is no keyboard to type on the cell.
import { typedNumber } from "@toeplitz/figures";
import { useEffect, useState } from "react";

interface PinnedNumberProps {
  readonly name: string;
  readonly value: number;
  readonly onValue: (value: number) => void;
}

const numberIn = (text: string) => Number(text.replace(",", "."));

export function PinnedNumber({ name, value, onValue }: PinnedNumberProps) {
  const [text, setText] = useState(typedNumber(value));
  // What is being typed stays as it is while it says the same number.
  useEffect(() => setText((now) => (Math.fround(numberIn(now)) === value ? now : typedNumber(value))), [value]);
  return (
    <label className="pinned-number number">
      {name} ={" "}
      <input
        className="number-field"
        inputMode="decimal"
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          const number = numberIn(event.target.value);
          if (event.target.value.trim() !== "" && Number.isFinite(Math.fround(number))) onValue(number);
        }}
        onBlur={() => setText(typedNumber(value))}
      />
    </label>
  );
}
