// One layer: what it makes as small multiples, one of them large with its numbers, and the kernel that makes it.

import { mostOf, type Theme } from "@toeplitz/figures";
import { useEffect, useMemo, useState } from "react";
import { EnlargedPlane } from "../../components/enlarged-plane.tsx";
import { SmallMultiples } from "../../components/small-multiples.tsx";
import { ValueLegend } from "../../components/value-legend.tsx";
import { countText, millisecondsText, shapeText } from "./amounts.ts";
import type { NetworkClient } from "./network-client.ts";
import type { Kernel, LayerReport, Piece, Planes, Ran } from "./network-messages.ts";
import { pieceHash } from "./piece-hash.ts";

interface LayerPanelProps {
  readonly client: NetworkClient;
  /** The run that the layer is of. */
  readonly ran: Ran;
  readonly layer: LayerReport;
  readonly channel: number;
  readonly place: readonly [row: number, column: number] | null;
  readonly kept: boolean;
  /** The kernel that is picked among those that make the channel. */
  readonly inner: number;
  readonly theme: Theme;
  readonly onChannel: (channel: number) => void;
  readonly onInner: (inner: number) => void;
  readonly onPlace: (place: readonly [row: number, column: number], kept: boolean) => void;
}

const nothing = new Float32Array();

export function LayerPanel(props: LayerPanelProps) {
  const { client, ran, layer, kept, inner, theme, onChannel, onInner, onPlace } = props;
  const maps = useAnswer<Planes>(() => client.ask("maps", { layer: layer.id }), [client, ran, layer.id]);
  const channel = Math.min(props.channel, Math.max(0, (maps?.count ?? props.channel + 1) - 1));
  const [height, width] = [maps?.height ?? 1, maps?.width ?? 1];
  const [row, column] = props.place ?? [height >> 1, width >> 1];
  const place = [Math.min(row, height - 1), Math.min(column, width - 1)] as const;
  const ready = maps !== null;
  const kernel = useAnswer<Kernel | null>(
    async () => (ready ? client.ask("kernel", { layer: layer.id, channel }) : null),
    [client, ran, layer.id, channel, ready],
  );
  const piece = useAnswer<Piece | null>(
    async () => (ready ? client.ask("piece", { layer: layer.id, channel, place }) : null),
    [client, ran, layer.id, channel, place[0], place[1], ready],
  );
  const most = mostOf(layer.range);
  const size = height * width;
  const plane = useMemo(
    () => maps?.values.subarray(channel * size, (channel + 1) * size) ?? nothing,
    [maps, channel, size],
  );
  return (
    <section className="layer-panel" aria-label="The layer" data-part="layer">
      <header>
        <h2>{layer.id}</h2>
        <code className="number">{layer.text}</code>
      </header>
      <dl className="amounts number">
        <Fact name="in" value={shapeText(layer.from)} />
        <Fact name="out" value={shapeText(layer.to)} />
        <Fact name="parameters" value={countText(layer.parameters)} />
        <Fact name="products" value={layer.multiplications === 0 ? "none" : countText(layer.multiplications)} />
        <Fact name="time" value={millisecondsText(layer.milliseconds)} />
      </dl>
      {maps !== null && (
        <>
          <SmallMultiples
            {...maps}
            {...{ most, theme }}
            label={`Feature maps of ${layer.id}`}
            noun={size === 1 ? "number" : "channel"}
            chosen={channel}
            onChoose={onChannel}
            tile={size === 1 ? 20 : 72}
          />
          <ValueLegend {...{ most, theme }} />
          {size > 1 && (
            <EnlargedPlane
              values={plane}
              {...{ height, width, theme, place, kept, onPlace }}
              name={`channel ${channel}`}
            />
          )}
        </>
      )}
      {kernel !== null && <KernelPictures {...{ kernel, channel, inner, theme, onChannel, onInner }} />}
      {piece !== null && (
        <p>
          <a href={pieceHash(piece)}>Open this place in Arithmetic</a>
          <span className="quiet small">
            {" "}
            {piece.chosen === null
              ? "With its real numbers, padding as zeros among them; the bias stays here."
              : `With its real numbers: of ${piece.channels[1]} input channels the ${piece.channels[0]} that weigh most there (${piece.chosen.join(", ")}), so the sum is a part of the layer’s.`}
          </span>
        </p>
      )}
    </section>
  );
}

function Fact({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <div>
      <dt className="quiet">{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

interface KernelPicturesProps {
  readonly kernel: Kernel;
  readonly channel: number;
  readonly inner: number;
  readonly theme: Theme;
  readonly onChannel: (channel: number) => void;
  readonly onInner: (inner: number) => void;
}

function KernelPictures(props: KernelPicturesProps) {
  const { kernel, channel, inner, theme, onChannel, onInner } = props;
  const { of, planes } = kernel;
  const most = planes.values.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
  const chosen = Math.min(of === "all" ? channel : inner, planes.count - 1);
  return (
    <section className="kernel-pictures" aria-label="Kernel">
      <h3>
        {of === "all" ? "Its kernels, one for each channel" : `What channel ${channel} is made with, by input channel`}
      </h3>
      <SmallMultiples
        {...planes}
        {...{ most, theme, chosen }}
        label="Kernels"
        noun="kernel"
        onChoose={of === "all" ? onChannel : onInner}
        tile={36}
      />
      <ValueLegend {...{ most, theme }} />
    </section>
  );
}

/** The newest answer to a question; null until it is there. What was asked before is not heard. */
function useAnswer<T>(ask: () => Promise<T>, about: readonly unknown[]): T | null {
  const [answer, setAnswer] = useState<T | null>(null);
  useEffect(() => {
    let current = true;
    ask().then(
      (heard) => current && setAnswer(() => heard),
      () => current && setAnswer(null),
    );
    return () => {
      current = false;
    };
  }, about);
  return answer;
}
