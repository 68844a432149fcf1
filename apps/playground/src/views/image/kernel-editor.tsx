// The kernel as a table of numbers: type, press arrow keys, turn the wheel or drag up and down on a cell.
import { cellNumber, mostOf, type Theme, valueColour } from "@toeplitz/figures";
import { type PointerEvent, type RefObject, useEffect, useRef, useState } from "react";
import { sideOf } from "./image-kernels.ts";

interface KernelEditorProps {
  /** The table, which is a picture too. */
  readonly ref: RefObject<HTMLDivElement | null>;
  readonly kernel: readonly number[];
  readonly theme: Theme;
  readonly onKernel: (kernel: readonly number[]) => void;
  /** A finger holds a number, or has let go of it. */
  readonly onHold: (held: boolean) => void;
}

const nudge = 0.25;
/** Milliseconds after the last turn of the wheel, or key, until a number counts as let go. */
const rest = 250;
/** Pixels of dragging per nudge. */
const pull = 8;

export function KernelEditor({ ref: table, kernel, theme, onKernel, onHold }: KernelEditorProps) {
  const side = sideOf(kernel);
  const most = mostOf(kernel);
  const newest = useRef(kernel);
  newest.current = kernel;
  const set = (index: number, value: number) =>
    onKernel(newest.current.map((old, i) => (i === index ? Number(value.toFixed(4)) : old)));
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

  // A wheel must not scroll the page under the kernel, which only a listener that is not passive can prevent.
  useEffect(() => {
    const element = table.current!;
    const onWheel = (event: WheelEvent) => {
      const index = (event.target as HTMLElement).dataset.index;
      if (index === undefined || event.ctrlKey) return;
      event.preventDefault();
      setter.current(Number(index), newest.current[Number(index)]! - Math.sign(event.deltaY) * nudge);
    };
    element.addEventListener("wheel", onWheel, { passive: false });
    return () => element.removeEventListener("wheel", onWheel);
  }, [table]);

  return (
    <div ref={table} className="kernel-editor" style={{ gridTemplateColumns: `repeat(${side}, 1fr)` }}>
      {kernel.map((value, index) => (
        <KernelCell
          key={`${side}-${index}`}
          index={index}
          label={`kernel row ${Math.floor(index / side) + 1}, column ${(index % side) + 1}`}
          value={value}
          colour={valueColour(value, most, theme)}
          onValue={(next) => set(index, next)}
          onNudge={(next) => nudged(index, next)}
          onHold={onHold}
        />
      ))}
    </div>
  );
}

interface KernelCellProps {
  readonly index: number;
  readonly label: string;
  readonly value: number;
  readonly colour: string;
  readonly onValue: (value: number) => void;
  readonly onNudge: (value: number) => void;
  readonly onHold: (held: boolean) => void;
}

function KernelCell({ index, label, value, colour, onValue, onNudge, onHold }: KernelCellProps) {
  const [typed, setTyped] = useState<string | null>(null);
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
        const number = Number(event.target.value.replace(",", "."));
        if (event.target.value.trim() !== "" && Number.isFinite(number)) onValue(number);
      }}
      onKeyDown={(event) => {
        if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return;
        event.preventDefault();
        const next = Number((value + (event.key === "ArrowUp" ? nudge : -nudge)).toFixed(4));
        setTyped(String(next));
        onNudge(next);
      }}
      onPointerDown={(event) => {
        drag.current = { y: event.clientY, from: value };
        event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerMove={onPointerMove}
      onPointerUp={letGo}
      onPointerCancel={letGo}
    />
  );
}
