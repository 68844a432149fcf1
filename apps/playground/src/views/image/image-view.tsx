// A real photograph under a kernel that can be changed while one looks.

import type { Theme } from "@toeplitz/figures";
import { type History, redone, remember, Segmented, undone } from "@toeplitz/widgets";
import { useEffect, useMemo, useRef, useState } from "react";
import { ToeplitzError } from "toeplitz";
import { BrushBar } from "../../components/brush-bar.tsx";
import { CodeNote } from "../../components/code-note.tsx";
import { SavePicture } from "../../components/save-picture.tsx";
import { TakeAway } from "../../components/take-away.tsx";
import { useUndoKeys } from "../../components/use-undo-keys.ts";
import { pngOf } from "../../export/raster.ts";
import { savePng } from "../../export/save.ts";
import type { ImageState, Place } from "../../state/image.ts";
import { BorderChoice } from "./border-choice.tsx";
import { Comparison } from "./comparison.tsx";
import { imageLinesOf, imageProgramsOf } from "./image-code.ts";
import { kernelNamed, resizedKernel, sideOf } from "./image-kernels.ts";
import { KernelEditor } from "./kernel-editor.tsx";
import { KernelGallery } from "./kernel-gallery.tsx";
import { loadPhoto } from "./load-photo.ts";
import { Loupe } from "./loupe.tsx";
import { reachOf } from "./patch.ts";
import type { Pixels } from "./photo-filter.ts";
import { PhotoChoice, PhotoDrop, type Source, shippedSource } from "./photo-source.tsx";
import { PhotoStage } from "./photo-stage.tsx";
import { useFilter } from "./use-filter.ts";

/** What undoing brings back. */
export type Kernel = Pick<ImageState, "kernel" | "showing">;

interface ImageViewProps {
  readonly image: ImageState;
  readonly onImage: (image: ImageState) => void;
  /** A photograph of the person's own stands before the one that the link names. */
  readonly own: Source | null;
  readonly onOwn: (own: Source | null) => void;
  readonly history: History<Kernel>;
  readonly onHistory: (change: (before: History<Kernel>) => History<Kernel>) => void;
  readonly theme: Theme;
}

interface Loaded {
  readonly source: Source;
  readonly photo: Pixels;
  readonly thumbnail: Pixels;
}

export function ImageView({ image, onImage, own, onOwn, history, onHistory, theme }: ImageViewProps) {
  const { kernel, border, showing, split } = image;
  const named = kernelNamed(kernel);
  const change = (part: Partial<ImageState>) => onImage({ ...image, ...part });
  const [brush, setBrush] = useState<number | null>(null);
  const [last, setLast] = useState(1);
  const [painted, setPainted] = useState("");
  /** A kernel that can be taken back. */
  const setKernel = (part: Kernel, stroke?: string) => {
    onHistory((before) => remember(before, { kernel, showing }, stroke));
    change(part);
  };
  const walk = (found: ReturnType<typeof undone<Kernel>>, words: string) => {
    if (found === null) return;
    onHistory(() => found.history);
    change(found.was);
    setPainted(words);
  };
  const undo = () => walk(undone(history, { kernel, showing }), "taken back");
  const redo = () => walk(redone(history, { kernel, showing }), "done again");
  useUndoKeys(undo, redo);
  const source = useMemo(() => own ?? shippedSource(image.photo), [own, image.photo]);
  const [loaded, setLoaded] = useState<Loaded | null>(null);
  const [trouble, setTrouble] = useState("");
  const [spoken, setSpoken] = useState(false);
  const [draft, setDraft] = useState(false);
  const editor = useRef<HTMLDivElement>(null);
  const side = sideOf(kernel);
  const code = useMemo(() => imageLinesOf(image), [image]);
  const reach = useMemo(() => {
    try {
      return loaded === null ? null : reachOf(loaded.photo, side, border);
    } catch (error) {
      if (error instanceof ToeplitzError) return error;
      throw error;
    }
  }, [loaded, side, border]);
  const refused = reach instanceof ToeplitzError;
  const { answer, broken } = useFilter(refused ? null : (loaded?.photo ?? null), { kernel, showing, border, draft });

  useEffect(() => {
    let current = true;
    const load = async () => {
      try {
        const blob = await source.blob();
        const [photo, thumbnail] = await Promise.all([loadPhoto(blob), loadPhoto(blob, 96)]);
        if (!current) return;
        setLoaded({ source, photo, thumbnail });
      } catch {
        if (!current) return;
        setTrouble(`${source.name} is no photograph that this browser can read.`);
        // The page must not be left without one.
        onOwn(null);
      }
    };
    load();
    return () => {
      current = false;
    };
  }, [source, onOwn]);

  const choose = (chosen: Source | null) => {
    setTrouble("");
    onOwn(chosen);
  };
  const place = loaded === null ? null : placeIn(loaded.photo, image.place);
  const fits =
    !refused && answer !== null && answer.of[0] === loaded?.photo.width && answer.of[1] === loaded?.photo.height;
  return (
    <div className="image-view">
      <h1 className="unseen">A photograph under a kernel</h1>
      <PhotoDrop onSource={choose}>
        {loaded !== null && place !== null && (
          <PhotoStage
            photo={loaded.photo}
            result={fits ? answer.pixels : null}
            {...{ split, place, side }}
            kept={image.kept}
            onPlace={(next, kept, by) => {
              change({ place: next, kept });
              setSpoken(by === "keys");
            }}
          />
        )}
        <label className="split">
          <span className="quiet">original</span>
          <input
            type="range"
            className="slider"
            aria-label="Share that shows the original"
            value={split}
            onChange={(event) => change({ split: Number(event.target.value) })}
          />
          <span className="quiet">convolved</span>
        </label>
        <div className="row">
          <PhotoChoice
            source={loaded?.source ?? source}
            onShipped={(photo) => {
              choose(null);
              change({ photo, place: null, kept: false });
            }}
            onSource={choose}
            onTrouble={setTrouble}
          />
          <span className="row" data-part="take-away">
            <button
              type="button"
              disabled={loaded === null}
              onClick={async () =>
                loaded !== null && setTrouble(await savePng("original.png", () => pngOf(loaded.photo)))
              }
            >
              Save original
            </button>
            <button
              type="button"
              disabled={!fits || answer.stride > 1}
              onClick={async () => fits && setTrouble(await savePng("convolved.png", () => pngOf(answer.pixels)))}
            >
              Save result
            </button>
          </span>
        </div>
        <p role="status" className="trouble">
          {trouble}
          {broken &&
            "The worker that convolves could not be started, or ran out of memory. A change of the kernel tries again."}
          {refused && `This photograph is too small for such a border. ${reach.message}`}
        </p>
        <TakeAway code={imageProgramsOf(image)} parts={["parameters", "files", "timings", "take-away", "code"]} />
      </PhotoDrop>
      <div className="image-side" data-part="parameters">
        <section aria-label="Kernel" className="kernel">
          <header>
            <h2>{named?.name ?? "your kernel"}</h2>
            <Segmented
              label="Kernel size"
              value={String(side)}
              choices={["3", "5", "7"].map((value) => ({ value, text: `${value} × ${value}` }))}
              onChange={(value) => setKernel({ kernel: resizedKernel(kernel, Number(value)), showing })}
            />
          </header>
          <KernelEditor
            ref={editor}
            {...{ kernel, theme, brush }}
            onKernel={(next, stroke) => setKernel({ kernel: next, showing }, stroke)}
            onPainted={(cells) =>
              setPainted(`${cells} ${cells === 1 ? "cell" : "cells"} of the kernel painted ${last}`)
            }
            onHold={setDraft}
          />
          <BrushBar
            brush={brush}
            onBrush={(value) => {
              setBrush(value);
              if (value !== null) setLast(value);
            }}
            hint="Drag across cells, or press Space on one."
            canUndo={history.past.length > 0}
            canRedo={history.future.length > 0}
            onUndo={undo}
            onRedo={redo}
            said={painted}
            last={last}
          />
          <div className="row">
            <Segmented
              label="Show"
              value={showing}
              choices={[
                { value: "plain", text: "as it is", title: "0 is black, 1 is white" },
                { value: "signed", text: "zero is grey", title: "−1 is black, 0 is grey, 1 is white" },
              ]}
              onChange={(next) => change({ showing: next })}
            />
            <SavePicture picture={editor} what="the kernel" />
            <span className="number measured" title="the convolution alone, in a worker, just now">
              {answer === null ? (broken ? "none" : "…") : `${answer.milliseconds.toFixed(1)} ms ${answer.backend}`}
              {answer !== null && answer.stride > 1 && `, 1 pixel in ${answer.stride ** 2}`}
            </span>
          </div>
          <BorderChoice border={border} onBorder={(next) => change({ border: next })} />
        </section>
        {loaded !== null && reach !== null && place !== null && !refused && (
          <Loupe
            photo={loaded.photo}
            {...{ reach, kernel, place, spoken, theme }}
            channel={image.channel}
            onChannel={(channel) => change({ channel })}
          />
        )}
        {loaded !== null && (
          <KernelGallery
            thumbnail={loaded.thumbnail}
            chosen={named}
            onChoose={(chosen) => setKernel({ kernel: chosen.values, showing: chosen.showing })}
          />
        )}
      </div>
      <div className="image-more">
        {loaded !== null && !refused && <Comparison photo={loaded.photo} {...{ kernel, border }} />}
        <CodeNote code={code} />
      </div>
    </div>
  );
}

/** The place within the photograph; without one, where something is to be seen. */
function placeIn({ width, height }: Pixels, place: Place | null): Place {
  const [x, y] = place ?? [Math.floor(width * 0.6), Math.floor(height * 0.45)];
  return [Math.min(width - 1, x), Math.min(height - 1, y)];
}
