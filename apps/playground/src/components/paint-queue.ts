// Paints canvases at once as long as that takes no time; what is more waits for the next frames, so that a hand that drags does not.

/** Milliseconds of a frame that painting may take. */
const most = 8;

const waiting = new Map<HTMLCanvasElement, () => void>();
let spent = 0;
let scheduled = false;

/** Paints a canvas now or soon; of several paintings of one canvas the last counts. */
export function paint(canvas: HTMLCanvasElement, draw: () => void): void {
  waiting.set(canvas, draw);
  work();
}

/** Forgets what a canvas was to show. */
export function unpaint(canvas: HTMLCanvasElement): void {
  waiting.delete(canvas);
}

function work(): void {
  for (const [canvas, draw] of waiting) {
    if (spent > most) break;
    waiting.delete(canvas);
    const start = performance.now();
    draw();
    spent += performance.now() - start;
  }
  if (scheduled) return;
  scheduled = true;
  requestAnimationFrame(() => {
    scheduled = false;
    spent = 0;
    if (waiting.size > 0) work();
  });
}
