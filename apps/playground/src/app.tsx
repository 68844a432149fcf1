// The app: which view, which theme, and the address that says it all.

import { type Colouring, columnsSide, type Theme } from "@toeplitz/figures";
import {
  freshNumbers,
  type History,
  isFresh,
  noHistory,
  type Playground,
  playgroundOf,
  reduce,
  settle,
  upstreamSeed,
  useSpotlight,
} from "@toeplitz/widgets";
import { lazy, Suspense, useCallback, useEffect, useMemo, useReducer, useRef, useState } from "react";
import { Header } from "./components/header.tsx";
import { LinkNote } from "./components/link-note.tsx";
import { bareView, hashOf, type Link, type Reading, readLink, type View } from "./state/link.ts";
import { opening } from "./state/presets.ts";
import { useTheme } from "./state/theme.ts";
import { ArithmeticView } from "./views/arithmetic/arithmetic-view.tsx";
import type { Kernel } from "./views/image/image-view.tsx";
import type { Source } from "./views/image/photo-source.tsx";
import { tourSteps } from "./views/tour/tour-steps.ts";
import { TourStrip } from "./views/tour/tour-strip.tsx";

/** Whoever touches one of these means it. */
const touchable = "a, button, input, select, label, summary, svg, table, .formula, .side, .tour";
const still = matchMedia("(prefers-reduced-motion: reduce)");

// Each of these comes when it is asked for; the page opens without them
const ImageView = lazy(async () => ({ default: (await import("./views/image/image-view.tsx")).ImageView }));
const MatrixView = lazy(async () => ({ default: (await import("./views/matrix/matrix-view.tsx")).MatrixView }));
const NetworkView = lazy(async () => ({ default: (await import("./views/network/network-view.tsx")).NetworkView }));
const TrainView = lazy(async () => ({ default: (await import("./views/train/train-view.tsx")).TrainView }));
const ShapesView = lazy(async () => ({ default: (await import("./views/shapes/shapes-view.tsx")).ShapesView }));

/** Files of a person's own, which are in no link and stay through changes of the view. */
interface Own {
  /** These outlive every link. */
  readonly weights: File | null;
  /** A photograph stays until a link names another. */
  readonly image: Source | null;
  readonly network: File | null;
}

/** A link that we did not write ourselves starts the app anew; a bare view name only changes the view. */
export function App() {
  const [reading, setReading] = useState(() => readLink(location.hash));
  const [view, setView] = useState<View>(reading.link.view);
  const [generation, setGeneration] = useState(0);
  const [visits, setVisits] = useState(0);
  const [theme, toggleTheme] = useTheme();
  const [own, setOwn] = useState<Own>({ weights: null, image: null, network: null });
  const keep = useCallback((part: Partial<Own>) => setOwn((before) => ({ ...before, ...part })), []);
  useEffect(() => {
    const follow = () => {
      const bare = bareView(location.hash);
      const next = readLink(location.hash);
      setView(bare ?? next.link.view);
      setVisits((n) => n + 1);
      if (bare !== null) return;
      if (next.link.view === "image" || next.link.view === "network") keep({ [next.link.view]: null });
      setReading(next);
      setGeneration((n) => n + 1);
    };
    window.addEventListener("hashchange", follow);
    return () => window.removeEventListener("hashchange", follow);
  }, [keep]);
  return <Page key={generation} {...{ reading, view, visits, theme, own }} onTheme={toggleTheme} onOwn={keep} />;
}

function initialState({ settings, input, weight, bias, gradient, upstream, tour }: Link): Playground {
  const start = playgroundOf(tour === null ? opening : tourSteps[tour]!.figure);
  const written =
    settings === null || input === null || weight === null
      ? {}
      : { settings, input, weight, ...(bias === null ? {} : { bias }) };
  const plain = settle({ ...start, ...written });
  // The start's own would leave some of its numbers in another shape.
  const made = settings === null ? start.upstream : freshNumbers(plain.upstream.shape, upstreamSeed);
  if (gradient === "off") return settings === null ? start : { ...plain, upstream: made };
  const fits = upstream !== null && upstream.length === made.values.length;
  return settle({ ...plain, gradient, upstream: fits ? { ...made, values: upstream } : made });
}

interface PageProps {
  readonly reading: Reading;
  readonly view: View;
  /** Counts changes of the address that were not ours, each of which takes a new look at it. */
  readonly visits: number;
  readonly theme: Theme;
  readonly onTheme: () => void;
  readonly own: Own;
  readonly onOwn: (part: Partial<Own>) => void;
}

function Page({ reading, view, visits, theme, onTheme, own, onOwn }: PageProps) {
  const { link, faults } = reading;
  const [state, dispatch] = useReducer(reduce, link, initialState);
  const [colouring, setColouring] = useState<Colouring>(link.colouring);
  const [tour, setTour] = useState(link.tour);
  const [image, setImage] = useState(link.image);
  const [kernels, setKernels] = useState<History<Kernel>>(noHistory);
  const [form, setForm] = useState(link.form);
  const [walk, setWalk] = useState(link.walk);
  const [shapes, setShapes] = useState(link.shapes);
  const [network, setNetwork] = useState(link.network);
  const [training, setTraining] = useState(link.training);
  const ownWeights = useCallback((weights: File | null) => onOwn({ weights }), [onOwn]);
  const ownImage = useCallback((photo: Source | null) => onOwn({ image: photo }), [onOwn]);
  const ownNetwork = useCallback((photo: File | null) => onOwn({ network: photo }), [onOwn]);
  const { hide, embed } = link;
  const spotlight = useSpotlight(
    state.scene,
    {
      pin: link.pin ?? (link.tour === null || link.step > 0 ? null : tourSteps[link.tour]!.pin),
      step: link.step,
      speed: link.speed,
    },
    !still.matches,
    view === "matrix" && walk === "columns" ? (columnsSide(state.scene) ?? state.scene.result) : state.scene.result,
  );
  const { pin, paused, speed, togglePin, free } = spotlight;

  const goTo = (step: number | null) => {
    setTour(step);
    free();
    if (step === null) return;
    dispatch({ type: "load", figure: tourSteps[step]!.figure });
    const wanted = tourSteps[step]!.pin;
    if (wanted !== null) togglePin(wanted);
  };

  const shown = useMemo((): Link => {
    const { input, weight, gradient } = state;
    const bias = state.settings.bias ? state.bias : null;
    // Of settings that do not work there is no output whose gradient it could be.
    const own = state.problem === null && !isFresh(state.upstream, upstreamSeed);
    const upstream = own ? state.upstream.values : null;
    // A step of the tour that nobody touched needs no numbers in its link.
    const untouched = tour !== null && state.problem === null && state.scene.figure === tourSteps[tour]!.figure;
    const settings = untouched ? null : state.settings;
    const sum = { settings, input, weight, bias, gradient, upstream, colouring, pin, step: paused, speed, tour };
    return { view, ...sum, form, walk, image, shapes, network, training, hide, embed };
  }, [view, state, colouring, pin, paused, speed, tour, image, form, walk, shapes, network, training, hide, embed]);

  // Browsers allow a hundred changes per half minute; a slider, and a walk that is recorded, make more.
  const written = useRef(Number.NEGATIVE_INFINITY);
  // Visits count too: a visit may have replaced the address that says all this
  useEffect(() => {
    const before = location.hash;
    const wait = Math.max(150, written.current + 350 - performance.now());
    const timer = setTimeout(() => {
      // A link that somebody just followed is not ours to write over; the page has yet to read it.
      if (location.hash !== before) return;
      const hash = hashOf(shown);
      if (location.hash === hash) return;
      history.replaceState(null, "", hash);
      written.current = performance.now();
    }, wait);
    return () => clearTimeout(timer);
  }, [shown, visits]);

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => event.key === "Escape" && free();
    // Fingers have no Escape: they free a pin beside everything that can be touched.
    const onClick = ({ target }: MouseEvent) =>
      target instanceof Element && target.closest(touchable) === null && free();
    window.addEventListener("keydown", onKey);
    window.addEventListener("click", onClick);
    return () => {
      window.removeEventListener("keydown", onKey);
      window.removeEventListener("click", onClick);
    };
  }, [free]);

  return (
    <>
      {!embed && (
        <Header
          view={view}
          theme={theme}
          touring={tour !== null}
          onTheme={onTheme}
          onTour={() => goTo(tour === null ? 0 : null)}
        />
      )}
      {embed && (
        <nav className="whole-page" aria-label="The whole page">
          <a href={hashOf({ ...shown, hide: [], embed: false })} target="_blank" rel="noopener">
            Open in the playground
          </a>
        </nav>
      )}
      <main data-hide={hide.join(" ")}>
        <LinkNote faults={faults} />
        <Suspense>
          {view === "image" && (
            <ImageView
              {...{ image, theme }}
              own={own.image}
              history={kernels}
              onImage={setImage}
              onOwn={ownImage}
              onHistory={setKernels}
            />
          )}
          {view === "network" && (
            <NetworkView
              {...{ network, theme }}
              weights={own.weights}
              ownPhoto={own.network}
              onNetwork={setNetwork}
              onWeights={ownWeights}
              onOwnPhoto={ownNetwork}
            />
          )}
          {view === "train" && (
            <TrainView
              {...{ training, theme }}
              onTraining={setTraining}
              onWeights={(file) => {
                ownWeights(file);
                location.hash = "#/network";
              }}
            />
          )}
          {view === "shapes" && <ShapesView shapes={shapes} onShapes={setShapes} />}
          {view === "matrix" && (
            <MatrixView
              {...{ state, dispatch, spotlight, colouring, form, walk, theme }}
              onColouring={setColouring}
              onForm={setForm}
              onWalk={setWalk}
            />
          )}
        </Suspense>
        {view === "arithmetic" && (
          <>
            <h1 className="unseen">Convolution arithmetic</h1>
            {tour !== null && <TourStrip step={tour} onStep={goTo} />}
            <ArithmeticView {...{ state, dispatch, spotlight, colouring, theme }} onColouring={setColouring} />
          </>
        )}
      </main>
    </>
  );
}
