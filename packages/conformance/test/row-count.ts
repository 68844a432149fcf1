// Tells the scoreboard what a test stands for that checks many rows.

/** Notes on a test how many rows it checks, and how many of them fail. */
export function countRows(task: { readonly meta: object }, rows: number, failed: number): void {
  Object.assign(task.meta, { rows, failed });
}
