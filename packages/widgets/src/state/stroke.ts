// A stroke of the brush over a picture's cells: by mouse, pen or finger, or by keys. A stroke is one change.
import { cellsOnWay, type PaintedCell, type Point } from "@toeplitz/figures";
import { type PointerEvent, useId, useRef } from "react";

export interface Brush {
  /** Sets cells; `stroke` tells the parts of one stroke from the next. */
  paint(indices: readonly number[], stroke: string): void;
  /** A stroke has ended. */
  done(cells: number): void;
}

/** The cells that can be painted, and how to find them under the pointer. */
interface Canvas {
  readonly cells: readonly PaintedCell[];
  readonly edge: number;
  /** From the window's pixels to the units of the cells. */
  place(x: number, y: number): Point;
}

interface Running {
  readonly id: string;
  readonly painted: Set<number>;
  /** Null for keys. */
  readonly pointer: number | null;
  last: Point;
}

export function useStroke(brush: Brush | null, canvas: Canvas) {
  const prefix = useId();
  const strokes = useRef(0);
  const running = useRef<Running | null>(null);

  const begin = (pointer: number | null, last: Point): Running => {
    strokes.current += 1;
    running.current = { id: `${prefix}${strokes.current}`, painted: new Set(), pointer, last };
    return running.current;
  };
  const cover = ({ id, painted }: Running, indices: readonly number[]) => {
    const fresh = indices.filter((index) => !painted.has(index));
    for (const index of fresh) painted.add(index);
    if (fresh.length > 0) brush?.paint(fresh, id);
  };
  const end = () => {
    const stroke = running.current;
    running.current = null;
    if (stroke !== null && stroke.painted.size > 0) brush?.done(stroke.painted.size);
  };
  const move = (stroke: Running, to: Point): readonly number[] => {
    const crossed = cellsOnWay(canvas.cells, canvas.edge, stroke.last, to);
    stroke.last = to;
    return crossed;
  };
  const whose = (event: PointerEvent) => (running.current?.pointer === event.pointerId ? running.current : null);

  return {
    /** Cells that keys reach; the stroke goes on until `end`. */
    over(indices: readonly number[]) {
      cover(running.current ?? begin(null, { x: 0, y: 0 }), indices);
    },
    end,
    pointers: {
      onPointerDown(event: PointerEvent) {
        // A second finger, another button: not this stroke's.
        if (brush === null || event.button !== 0 || running.current?.pointer != null) return;
        end();
        // Nothing is focused, selected or dragged along; a field that was typed into is done.
        event.preventDefault();
        if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
        event.currentTarget.setPointerCapture(event.pointerId);
        const at = canvas.place(event.clientX, event.clientY);
        const stroke = begin(event.pointerId, at);
        cover(stroke, move(stroke, at));
      },
      onPointerMove(event: PointerEvent) {
        const stroke = whose(event);
        if (stroke === null) return;
        const between = event.nativeEvent.getCoalescedEvents();
        const seen = between.length > 0 ? between : [event.nativeEvent];
        cover(
          stroke,
          seen.flatMap(({ clientX, clientY }) => move(stroke, canvas.place(clientX, clientY))),
        );
      },
      onPointerUp(event: PointerEvent) {
        if (whose(event) !== null) end();
      },
      onPointerCancel(event: PointerEvent) {
        if (whose(event) !== null) end();
      },
    },
  };
}
