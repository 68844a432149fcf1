// The hatching that stands for padding.
import type { Side } from "@toeplitz/figures";

export function PictureDefinitions({ side }: { readonly side: Side }) {
  return (
    <defs>
      <pattern id={`hatch-${side}`} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <line className="hatch" x1="0" y1="0" x2="0" y2="6" />
      </pattern>
    </defs>
  );
}
