// The kernel as a table of numbers: type, press arrow keys, turn the wheel or drag up and down on a cell; or paint over it.
import { cellNumber, mostOf, type Theme, valueColour } from "@toeplitz/figures";
import { type Brush, useStroke } from "@toeplitz/widgets";
import { type PointerEvent, type RefObject, useEffect, useRef, useState } from "react";
import { sideOf } from "./image-kernels.ts";

interface KernelEditorProps {
  /** The table, which is a picture too. */
  readonly ref: RefObject<HTMLDivElement | null>;
  readonly kernel: readonly number[];
  readonly theme: Theme;
  /** Changes with the same `stroke` in a row are one. */
  readonly onKernel: (kernel: readonly number[], stroke: string) => void;
  /** The number that is painted, or null while the hand points. */
  readonly brush: number | null;
  /** So many cells were painted in one stroke. */
  readonly onPainted: (cells: number) => void;
  /** A finger holds a number, or has let go of it. */
  readonly onHold: (held: boolean) => void;
}

const nudge = 0.25;
/** Milliseconds after the last turn of the wheel, or key, until a number counts as let go. */
const rest = 250;
/** Pixels of dragging per nudge. */
const pull = 8;
/** Milliseconds for which a pointer has to stay on a cell until the wheel means the cell and not the page. */
const dwell = 600;

export function KernelEditor(props: KernelEditorProps) {
  const { ref: table, kernel, theme, onKernel, brush, onPainted, onHold } = props;
  const side = sideOf(kernel);
  const most = mostOf(kernel);
  const newest = useRef(kernel);
  newest.current = kernel;
  const set = (index: number, value: number, stroke = `cell ${index}`) =>
    onKernel(
      newest.current.map((old, i) => (i === index ? Number(value.toFixed(4)) : old)),
      stroke,
    );
  const paints: Brush | null =
    brush === null
      ? null
      : {
          paint(indices, stroke) {
            onHold(true);
            const painted = newest.current.map((old, i) => (indices.includes(i) ? Number(brush.toFixed(4)) : old));
            newest.current = painted;
            onKernel(painted, stroke);
          },
          done(cells) {
            onHold(false);
            onPainted(cells);
          },
        };
  const painting = useStroke(paints, {
    cells: kernel.map((_, index) => ({ index, x: index % side, y: Math.floor(index / side) })),
    edge: 1,
    place: (x, y) => {
      const box = table.current!.getBoundingClientRect();
      return { x: ((x - box.left) / box.width) * side, y: ((y - box.top) / box.height) * side };
    },
  });
  const resting = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(resting.current), []);
  /** One of many small changes, which nothing ends but a pause. */
  const nudged = (index: number, value: number) => {
    clearTimeout(resting.current);
    resting.current = setTimeout(() => onHold(false), rest);
    onHold(true);
    set(index, value);
  };
  const setter = useRef(nudged);
  setter.current = nudged;

  // A wheel scrolls the page, unless it plainly means a cell: one that has the focus, one on which the pointer rests, or with Alt.
  useEffect(() => {
    const element = table.current!;
    const resting = { cell: null as EventTarget | null, since: Number.POSITIVE_INFINITY };
    const onPointerMove = (event: globalThis.PointerEvent) => {
      if (event.target !== resting.cell) Object.assign(resting, { cell: event.target, since: event.timeStamp });
    };
    const onPointerLeave = () => Object.assign(resting, { cell: null, since: Number.POSITIVE_INFINITY });
    // A page that scrolls brings cells under a pointer that has not moved.
    const onScroll = () => Object.assign(resting, { since: performance.now() });
    const onWheel = (event: WheelEvent) => {
      const cell = event.target as HTMLElement;
      const { index } = cell.dataset;
      if (index === undefined || event.ctrlKey) return;
      const rests = cell === resting.cell && event.timeStamp - resting.since > dwell;
      if (!event.altKey && !rests && cell !== document.activeElement) return;
      event.preventDefault();
      // With Alt some systems turn the wheel sideways.
      setter.current(Number(index), newest.current[Number(index)]! - Math.sign(event.deltaY || event.deltaX) * nudge);
    };
    element.addEventListener("wheel", onWheel, { passive: false });
    element.addEventListener("pointermove", onPointerMove);
    element.addEventListener("pointerleave", onPointerLeave);
    window.addEventListener("scroll", onScroll, { passive: true });
    return () => {
      element.removeEventListener("wheel", onWheel);
      element.removeEventListener("pointermove", onPointerMove);
      element.removeEventListener("pointerleave", onPointerLeave);
      window.removeEventListener("scroll", onScroll);
    };
  }, [table]);

  return (
    <div
      ref={table}
      className="kernel-editor"
      data-brush={brush !== null}
      style={{ gridTemplateColumns: `repeat(${side}, 1fr)` }}
      {...painting.pointers}
    >
      {kernel.map((value, index) => (
        <KernelCell
          key={`${side}-${index}`}
          index={index}
          label={`kernel row ${Math.floor(index / side)}, column ${index % side}`}
          value={value}
          colour={valueColour(value, most, theme)}
          onValue={(next) => set(index, next)}
          onNudge={(next) => nudged(index, next)}
          onPaint={
            brush === null
              ? null
              : () => {
                  painting.over([index]);
                  painting.end();
                }
          }
          onHold={onHold}
        />
      ))}
    </div>
  );
}

const numberIn = (text: string) => Number(text.replace(",", "."));

interface KernelCellProps {
  readonly index: number;
  readonly label: string;
  readonly value: number;
  readonly colour: string;
  readonly onValue: (value: number) => void;
  readonly onNudge: (value: number) => void;
  /** Sets it to the brush's number; null where there is no brush. */
  readonly onPaint: (() => void) | null;
  readonly onHold: (held: boolean) => void;
}

function KernelCell({ index, label, value, colour, onValue, onNudge, onPaint, onHold }: KernelCellProps) {
  const [typed, setTyped] = useState<string | null>(null);
  // What is being typed stays as it is while it says the same number.
  useEffect(() => {
    setTyped((now) => (now !== null && Number(numberIn(now).toFixed(4)) === value ? now : null));
  }, [value]);
  const drag = useRef<{ y: number; from: number } | null>(null);
  const onPointerMove = (event: PointerEvent) => {
    if (drag.current === null) return;
    const steps = Math.round((drag.current.y - event.clientY) / pull);
    const next = drag.current.from + steps * nudge;
    if (next === value) return;
    setTyped(null); // what was typed before must not hide the number that moves
    onHold(true);
    onValue(next);
  };
  const letGo = () => {
    if (drag.current === null) return;
    drag.current = null;
    onHold(false);
  };
  return (
    <input
      aria-label={label}
      data-index={index}
      data-ground
      inputMode="decimal"
      style={{ backgroundColor: colour }}
      value={typed ?? cellNumber(value).replace("−", "-")}
      onFocus={() => setTyped(String(Number(value.toFixed(4))))}
      onBlur={() => setTyped(null)}
      onChange={(event) => {
        setTyped(event.target.value);
        const number = numberIn(event.target.value);
        if (event.target.value.trim() !== "" && Number.isFinite(Math.fround(number))) onValue(number);
      }}
      onKeyDown={(event) => {
        if (event.key === " " && onPaint !== null) {
          event.preventDefault();
          setTyped(null);
          onPaint();
          return;
        }
        if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return;
        event.preventDefault();
        const next = Number((value + (event.key === "ArrowUp" ? nudge : -nudge)).toFixed(4));
        setTyped(String(next));
        onNudge(next);
      }}
      onPointerDown={(event) => {
        // A brush is the whole kernel's, and a finger scrolls the page.
        if (onPaint !== null || event.pointerType === "touch") return;
        drag.current = { y: event.clientY, from: value };
        event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerMove={onPointerMove}
      onPointerUp={letGo}
      onPointerCancel={letGo}
    />
  );
}
