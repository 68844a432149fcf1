// Real networks from the inside: what goes in, what every layer makes of it, what comes out.

import type { Theme } from "@toeplitz/figures";
import { fashionClasses, type LabelledPictures } from "@toeplitz/networks";
import { NumberField, Segmented } from "@toeplitz/widgets";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { FileChoice } from "../../components/file-choice.tsx";
import { FileDrop } from "../../components/file-drop.tsx";
import { Keepsakes } from "../../components/keepsakes.tsx";
import type { NetworkState, ShippedNetwork } from "../../state/network.ts";
import { testPictures } from "../garments/sheets.ts";
import { loadPhoto } from "../image/load-photo.ts";
import type { Pixels } from "../image/photo-filter.ts";
import { AllLayers } from "./all-layers.tsx";
import { countText, millisecondsText } from "./amounts.ts";
import { ClassBars } from "./class-bars.tsx";
import { EnlargedPhoto } from "./enlarged-photo.tsx";
import { GarmentInput, garmentOf, greysOf } from "./garment-input.tsx";
import { shade } from "./garment-pad.tsx";
import { LayerPanel } from "./layer-panel.tsx";
import { LayerStrip } from "./layer-strip.tsx";
import { KnownNames, MisfitNote } from "./misfit-note.tsx";
import { Stopped } from "./network-client.ts";
import { networkCode, tensorCode } from "./network-code.ts";
import type { NetworkInput, WeightSource } from "./network-messages.ts";
import { PhotoInput, shippedBlob } from "./photo-input.tsx";
import { TensorList } from "./tensor-list.tsx";
import { useNetwork } from "./use-network.ts";

interface NetworkViewProps {
  readonly network: NetworkState;
  readonly weights: File | null;
  /** A photograph of the person's own stands before the one that the link names. */
  readonly ownPhoto: File | null;
  readonly theme: Theme;
  readonly onNetwork: (change: (before: NetworkState) => NetworkState) => void;
  readonly onWeights: (weights: File | null) => void;
  readonly onOwnPhoto: (photo: File | null) => void;
}

const titles: Readonly<Record<ShippedNetwork, string>> = {
  fashion: "Fashion-MNIST",
  "super-resolution": "Super-resolution",
};

const shippedFiles: Readonly<Record<ShippedNetwork, string>> = {
  fashion: "fashion-classifier.safetensors",
  "super-resolution": "super-resolution.safetensors",
};

/** Longest side of a photograph that a network looks at. */
const [enlargedMost, classifiedMost] = [128, 256];

const weightNames = /\.(safetensors|npz|npy|pth|pt)$/i;

/** Where one looks in another network; in another layer as well, but for its path. */
const top = { layer: null, channel: 0, place: null, kept: false, inner: 0 };

const keyOf = ({ name, size, lastModified }: File) => `${name}/${size}/${lastModified}`;

export function NetworkView(props: NetworkViewProps) {
  const { network, weights, ownPhoto, theme, onNetwork, onWeights, onOwnPhoto } = props;
  const [loaded, setLoaded] = useState<{ readonly pixels: Pixels; readonly most: number } | null>(null);
  const [seed, setSeed] = useState(0);
  const [pictures, setPictures] = useState<LabelledPictures | null>(null);
  const [refused, setRefused] = useState("");
  const [tensor, setTensor] = useState<string | null>(null);
  const root = useRef<HTMLDivElement>(null);
  const set = useCallback(
    (change: Partial<NetworkState>) => onNetwork((before) => ({ ...before, ...change })),
    [onNetwork],
  );
  const chooseChannel = useCallback((channel: number) => set({ channel }), [set]);
  const chooseInner = useCallback((inner: number) => set({ inner }), [set]);
  const choosePicture = useCallback((picture: number) => set({ picture, drawing: null }), [set]);

  const source = useMemo<WeightSource>(
    () =>
      weights === null
        ? { kind: "shipped", key: network.network }
        : { kind: "file", key: keyOf(weights), file: weights },
    [weights, network.network],
  );
  // What a file's network looks at is known only when it is open; before that, what the last one did
  const [takes, setTakes] = useState<NetworkInput["kind"]>(network.network === "fashion" ? "garment" : "photo");
  const [most, setMost] = useState(classifiedMost);
  // Larger than this network is to have it, it would take many times as long
  const photo = loaded?.most === most ? loaded.pixels : null;
  const input = useMemo<NetworkInput | null>(() => {
    if (takes === "code") return { kind: "code", seed };
    if (takes === "photo") return photo === null ? null : { kind: "photo", pixels: photo };
    if (pictures === null) return null;
    const { drawing, picture } = network;
    return { kind: "garment", greys: drawing?.map((grey) => grey * shade) ?? greysOf(pictures, picture) };
  }, [takes, seed, photo, pictures, network.drawing, network.picture]);
  const { client, opened, ran, progress, stopped, trouble, stop, again } = useNetwork(source, input);
  const known = opened?.network ?? null;
  useEffect(() => {
    if (known === null) return;
    setTakes(known.takes);
    setMost(known.enlarges ? enlargedMost : classifiedMost);
  }, [known]);

  useEffect(() => {
    testPictures().then(setPictures, () => setRefused("The test pictures could not be loaded."));
  }, []);

  const wanted = network.photo;
  useEffect(() => {
    if (takes !== "photo" || known === null) return;
    let current = true;
    const load = async () => {
      const blob = ownPhoto ?? (await shippedBlob(wanted));
      const pixels = await loadPhoto(blob, most);
      if (current) setLoaded({ pixels, most });
    };
    load().catch(() => {
      if (!current) return;
      setRefused(`${ownPhoto?.name ?? wanted} is no photograph that this browser can read.`);
      onOwnPhoto(null);
    });
    return () => {
      current = false;
    };
  }, [takes, known, ownPhoto, onOwnPhoto, wanted, most]);

  /** A file takes the place of what is there only once all of it is read and found good. */
  const openWeights = async (file: File) => {
    setRefused("");
    try {
      await client.ask("open", { source: { kind: "file", key: keyOf(file), file } });
      onWeights(file);
      set(top);
    } catch (error) {
      setRefused(`${file.name}: ${(error as Error).message}`);
      // What was there went with the worker, and comes back
      if (error instanceof Stopped) again();
    }
  };
  const openPicture = async (file: File) => {
    setRefused("");
    if (takes !== "garment") return onOwnPhoto(file);
    try {
      set({ drawing: await garmentOf(file) });
    } catch {
      setRefused(
        `${file.name} is no picture that this browser can read, and its name does not end as those of weights do: .safetensors, .npz, .npy, .pth, .pt.`,
      );
    }
  };

  const layer = ran?.layers.find(({ id }) => id === network.layer) ?? ran?.layers[0] ?? null;
  const products = ran?.layers.reduce((sum, { multiplications }) => sum + multiplications, 0) ?? 0;
  const truth =
    network.drawing === null && takes === "garment" && pictures !== null
      ? fashionClasses[pictures.labels[network.picture]!]!
      : null;
  const code =
    known === null || layer === null
      ? []
      : networkCode({
          file: weights?.name ?? shippedFiles[network.network],
          network: known.title,
          layer: layer.id,
          channel: network.channel,
          place: network.place,
        });
  const note = (
    <p className="number run-note" role="status">
      {progress !== null && (
        <>
          <progress aria-label="Progress" value={progress.share} />
          <span className="quiet">{progress.words}</span>
          <button type="button" onClick={stop}>
            Stop
          </button>
        </>
      )}
      {progress === null && stopped && (
        <>
          Stopped.{" "}
          <button type="button" onClick={again}>
            Run again
          </button>
        </>
      )}
      {progress === null && !stopped && ran !== null && known !== null && (
        <span>
          {known.title}: {ran.layers.length} layers, {countText(known.parameters)} parameters, {countText(products)}{" "}
          products in {millisecondsText(ran.milliseconds)}, {ran.backend}
        </span>
      )}
    </p>
  );
  return (
    <FileDrop
      className="network-view"
      onFile={(file) => (weightNames.test(file.name) ? openWeights(file) : openPicture(file))}
    >
      <h1 className="unseen">A network from the inside</h1>
      <header className="network-head">
        <Segmented
          label="Network"
          value={weights === null ? network.network : "own"}
          choices={[
            ...Object.entries(titles).map(([value, text]) => ({ value, text })),
            ...(weights === null ? [] : [{ value: "own", text: weights.name }]),
          ]}
          onChange={(value) => {
            if (value === "own") return;
            onWeights(null);
            setRefused("");
            set({ network: value as ShippedNetwork, ...top });
          }}
        />
        <FileChoice
          label="Your own weights"
          text="your own weights…"
          accept=".safetensors,.npz,.npy,.pth,.pt"
          onFile={openWeights}
        />
        <span className="quiet small" data-part="files">
          .safetensors, .npz, .pth; or drop a file here. It is read on this page and goes nowhere
          {weights === null ? "." : ", so no link leads to it."}
        </span>
      </header>
      <p role="status" className="trouble">
        {[refused, trouble, opened?.misfit ?? ""].filter((text) => text !== "").join(" ")}
      </p>
      {opened !== null && known === null ? (
        <div ref={root}>
          {note}
          <p>
            {opened.tensors.length} {opened.tensors.length === 1 ? "tensor" : "tensors"} in {weights?.name}
            {opened.misfit === "" && ", of no network that is known here"}:
          </p>
          {opened.misfits.length > 0 ? <MisfitNote misfits={opened.misfits} /> : <KnownNames known={opened.known} />}
          <TensorList key={source.key} tensors={opened.tensors} {...{ source, client, theme }} onTensor={setTensor} />
          <Keepsakes
            pictures={root}
            name="tensors"
            code={weights === null || tensor === null ? [] : tensorCode(weights.name, tensor)}
            parts={["files", "code", "take-away"]}
          />
        </div>
      ) : (
        <div className="network-body" ref={root}>
          <div className="network-side">
            {takes === "garment" && pictures !== null && (
              <GarmentInput
                {...{ pictures }}
                picture={network.picture}
                drawing={network.drawing}
                onPicture={choosePicture}
                onDraw={(drawing) => set({ drawing })}
                onFile={openPicture}
              />
            )}
            {takes === "photo" && (
              <PhotoInput
                photo={ownPhoto === null ? network.photo : null}
                size={photo === null ? null : [photo.width, photo.height]}
                onPhoto={(next) => {
                  onOwnPhoto(null);
                  setRefused("");
                  set({ photo: next });
                }}
                onFile={openPicture}
              />
            )}
            {takes === "code" && (
              <section className="network-input" aria-label="Input" data-part="input">
                <p>
                  A code of random numbers, seed{" "}
                  <NumberField label="seed" title="seed" value={seed} least={0} most={9999} onChange={setSeed} />
                </p>
              </section>
            )}
            {ran !== null && ran.classes.length > 0 && <ClassBars classes={ran.classes} truth={truth} />}
            {ran !== null && ran.picture !== null && (
              <EnlargedPhoto
                before={takes === "photo" && photo !== null ? photo : ran.picture}
                plain={ran.plain}
                after={ran.picture}
                beside={network.beside}
                split={network.split}
                onChange={set}
              />
            )}
          </div>
          <div className="network-main">
            {note}
            {ran !== null && layer !== null && (
              <>
                <LayerStrip
                  layers={ran.layers}
                  chosen={layer}
                  theme={theme}
                  onChoose={(id) => set({ ...top, layer: id })}
                />
                <LayerPanel
                  key={`${source.key} ${layer.id}`}
                  {...{ client, ran, layer, theme }}
                  channel={network.channel}
                  place={network.place}
                  kept={network.kept}
                  inner={network.inner}
                  onChannel={chooseChannel}
                  onInner={chooseInner}
                  onPlace={(place, kept) => set({ place, kept })}
                />
                <AllLayers layers={ran.layers} />
                <Keepsakes
                  pictures={root}
                  name="network"
                  code={code}
                  parts={["input", "layer", "files", "code", "take-away"]}
                />
              </>
            )}
          </div>
        </div>
      )}
    </FileDrop>
  );
}
