// The named kernels, each as a small picture of what it does to this photograph.
import { useEffect, useMemo, useRef } from "react";
import { type ImageKernel, imageKernels, sideOf } from "./image-kernels.ts";
import { bordered, filtered, type Pixels, photoTensor, pixelsOf } from "./photo-filter.ts";

interface KernelGalleryProps {
  /** The photograph in small. */
  readonly thumbnail: Pixels;
  readonly chosen: ImageKernel | undefined;
  readonly onChoose: (kernel: ImageKernel) => void;
}

export function KernelGallery({ thumbnail, chosen, onChoose }: KernelGalleryProps) {
  const pictures = useMemo(() => {
    const photo = photoTensor(thumbnail);
    // Their border repeats the edge, which even a single pixel has
    return imageKernels.map(({ values, showing }) =>
      pixelsOf(filtered(bordered(photo, sideOf(values), "replicate"), values), showing),
    );
  }, [thumbnail]);
  return (
    <ul className="gallery" aria-label="Kernels">
      {imageKernels.map((kernel, i) => (
        <li key={kernel.name}>
          <button type="button" aria-pressed={kernel === chosen} onClick={() => onChoose(kernel)}>
            <Picture pixels={pictures[i]!} />
            {kernel.name}
          </button>
        </li>
      ))}
    </ul>
  );
}

function Picture({ pixels }: { readonly pixels: Pixels }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    canvas.current?.getContext("2d")?.putImageData(new ImageData(pixels.bytes, pixels.width, pixels.height), 0, 0);
  }, [pixels]);
  return <canvas ref={canvas} width={pixels.width} height={pixels.height} />;
}
