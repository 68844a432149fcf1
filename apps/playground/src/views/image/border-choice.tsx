// What stands beyond the photograph's edge, where the kernel reaches out.
import { type PaddingMode, paddingModes, Segmented } from "@toeplitz/widgets";

const sentences: Readonly<Record<PaddingMode, string>> = {
  zeros: "Beyond the edge everything is black, so blurs darken there and edges appear.",
  reflect: "Beyond the edge the photograph is mirrored, without its outermost pixels.",
  replicate: "Beyond the edge the outermost pixels go on for ever.",
  circular: "Beyond the edge the photograph begins again from the other side.",
};

interface BorderChoiceProps {
  readonly border: PaddingMode;
  readonly onBorder: (border: PaddingMode) => void;
}

export function BorderChoice({ border, onBorder }: BorderChoiceProps) {
  return (
    <div className="border-choice">
      <Segmented
        label="Border"
        value={border}
        choices={paddingModes.map((mode) => ({ value: mode, text: mode, title: `padding_mode="${mode}"` }))}
        onChange={onBorder}
      />
      <p className="quiet">{sentences[border]}</p>
    </div>
  );
}
