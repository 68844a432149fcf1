// A plane of numbers as pixels of the value scale.
import { type Theme, valuePixels } from "@toeplitz/figures";
import { useEffect, useRef } from "react";
import { paint, unpaint } from "./paint-queue.ts";

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
    const element = canvas.current!;
    paint(element, () => {
      const pixels = new ImageData(valuePixels(values, most, theme), width, height);
      element.getContext("2d")?.putImageData(pixels, 0, 0);
    });
    return () => unpaint(element);
  }, [values, height, width, most, theme]);
  return <canvas ref={canvas} className="plane" width={width} height={height} />;
}
