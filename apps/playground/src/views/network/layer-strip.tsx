// The network as a strip of layers in the order in which they run: what each makes, in small, and what it costs.
import { mostOf, type Theme } from "@toeplitz/figures";
import { memo, useEffect, useMemo, useRef } from "react";
import { moveFocus } from "../../components/arrow-focus.ts";
import { PlaneCanvas } from "../../components/plane-canvas.tsx";
import { SavePicture } from "../../components/save-picture.tsx";
import { countText, millisecondsText, shapeText } from "./amounts.ts";
import type { LayerReport } from "./network-messages.ts";

interface LayerStripProps {
  readonly layers: readonly LayerReport[];
  readonly chosen: LayerReport;
  readonly theme: Theme;
  readonly onChoose: (id: string) => void;
}

export function LayerStrip({ layers, chosen, theme, onChoose }: LayerStripProps) {
  const slowest = Math.max(...layers.map(({ milliseconds }) => milliseconds));
  const strip = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const button = strip.current?.querySelector<HTMLElement>(`[data-layer="${CSS.escape(chosen.id)}"]`);
    const room = strip.current;
    if (button === null || button === undefined || room === null) return;
    // The strip alone moves: scrolling into view would move the page, too
    const hidden = button.offsetLeft < room.scrollLeft || button.offsetLeft + 96 > room.scrollLeft + room.clientWidth;
    if (hidden) room.scrollLeft = button.offsetLeft - 48;
  }, [chosen.id]);
  return (
    <div>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would not scroll in all browsers */}
      <div ref={strip} role="group" className="strip-of-layers" aria-label="Layers" onKeyDown={moveFocus}>
        {layers.map((layer) => (
          <button
            key={layer.id}
            type="button"
            data-layer={layer.id}
            data-drawn
            aria-pressed={layer === chosen}
            tabIndex={layer === chosen ? 0 : -1}
            onClick={() => onChoose(layer.id)}
          >
            <Preview layer={layer} theme={theme} />
            <strong>{layer.kind}</strong>
            <span className="quiet">{layer.id}</span>
            <span className="number">{shapeText(layer.to)}</span>
            <span className="number quiet">{millisecondsText(layer.milliseconds)}</span>
            <span className="unseen">
              {countText(layer.parameters)} parameters, {countText(layer.multiplications)} products
            </span>
            <span className="time" aria-hidden="true">
              <span style={{ width: `${(100 * layer.milliseconds) / Math.max(slowest, 1e-9)}%` }} />
            </span>
          </button>
        ))}
      </div>
      <SavePicture picture={strip} what="the strip of layers" />
    </div>
  );
}

interface PreviewProps {
  readonly layer: LayerReport;
  readonly theme: Theme;
}

/** Four maps side by side, or a vector as a square of cells. */
const Preview = memo(function Preview({ layer: { preview, range }, theme }: PreviewProps) {
  const { count, height, width, values } = preview;
  const across = height * width > 1 ? Math.min(2, count) : Math.ceil(Math.sqrt(count));
  const down = Math.ceil(count / across);
  const [w, h] = [across * width, down * height];
  const mosaic = useMemo(() => {
    const cells = new Float32Array(w * h);
    for (let i = 0; i < values.length; i++) {
      const [plane, place] = [Math.floor(i / (height * width)), i % (height * width)];
      const y = Math.floor(plane / across) * height + Math.floor(place / width);
      cells[y * w + (plane % across) * width + (place % width)] = values[i]!;
    }
    return cells;
  }, [values, height, width, across, w, h]);
  return <PlaneCanvas values={mosaic} height={h} width={w} most={mostOf(range)} theme={theme} />;
});
