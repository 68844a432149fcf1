// Which class a layer belongs to.
import list from "./classes.json" with { type: "json" };
import type { Layer } from "./layer.ts";

interface LayerClass {
  readonly title: string;
  readonly layers: readonly string[];
}

/** Class name -> its title and the published layers in it. */
export const classes: Readonly<Record<string, LayerClass>> = list.classes;

/** The name of a layer's class. */
export function classOf(layer: Pick<Layer, "name" | "class">): string {
  const name = layer.class ?? Object.keys(classes).find((key) => classes[key]!.layers.includes(layer.name));
  if (name === undefined || classes[name] === undefined) throw new Error(`${layer.name} is in no class`);
  return name;
}
