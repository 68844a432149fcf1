// The value scale with its ends: what the colours of a map mean.
import { cellNumber, type Theme } from "@toeplitz/figures";
import { PlaneCanvas } from "./plane-canvas.tsx";

const ramp = Float32Array.from({ length: 129 }, (_, i) => i / 64 - 1);

export function ValueLegend({ most, theme }: { readonly most: number; readonly theme: Theme }) {
  return (
    <p className="legend number quiet">
      <span>{cellNumber(-most)}</span>
      <PlaneCanvas values={ramp} height={1} width={ramp.length} most={1} theme={theme} />
      <span>{cellNumber(most)}</span>
    </p>
  );
}
