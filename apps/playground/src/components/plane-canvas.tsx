// A plane of numbers as pixels of the value scale.
import { type Theme, valuePixels } from "@toeplitz/figures";
import { useEffect, useRef } from "react";

interface PlaneCanvasProps {
  readonly values: Float32Array;
  readonly height: number;
  readonly width: number;
  /** The magnitude that has the full colour. */
  readonly most: number;
  readonly theme: Theme;
}

export function PlaneCanvas({ values, height, width, most, theme }: PlaneCanvasProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const pixels = new ImageData(valuePixels(values, most, theme), width, height);
    canvas.current?.getContext("2d")?.putImageData(pixels, 0, 0);
  }, [values, height, width, most, theme]);
  return <canvas ref={canvas} className="plane" width={width} height={height} />;
}
