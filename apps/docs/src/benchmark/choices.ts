// What a reader may have measured: one layer of each class, all, or a class.
import { classes } from "../../../../tooling/bench/classes.ts";

export interface Choice {
  readonly title: string;
  readonly layers: readonly string[];
}

const each = Object.values(classes);

export const choices: readonly Choice[] = [
  { title: "One of each kind", layers: each.flatMap(({ layers }) => layers.slice(0, 1)) },
  { title: "All", layers: each.flatMap(({ layers }) => layers) },
  ...each.map(({ title, layers }) => ({ title, layers })),
];
