// The first page of the reference: the entry points, and every name.
import { type Reflection, ReflectionKind } from "typedoc";
import { outline } from "./outline.ts";
import type { Page, Place } from "./places.ts";

export function indexText(pages: readonly Page[], places: ReadonlyMap<Reflection, Place>): string {
  const rows = outline.map((entry) => {
    const mine = pages.filter((page) => page.entry === entry);
    const links = mine.map((page) => `[${page.outline.title}](${page.address})`);
    return `* \`${entry.specifier}\`: ${entry.about}<br>${links.join(", ")}`;
  });
  const names = [...places.values()].filter(
    ({ reflection }) => !reflection.kindOf([ReflectionKind.Interface, ReflectionKind.TypeAlias]),
  );
  const initial = ({ reflection }: Place) => reflection.name.charAt(0).toUpperCase();
  names.sort((a, b) => a.reflection.name.localeCompare(b.reflection.name, "en", { sensitivity: "base" }));
  const lists = [...new Set(names.map(initial))].map((letter) => {
    const found = names.filter((place) => initial(place) === letter);
    return `**${letter}** ${found.map(({ reflection, address }) => `[\`${reflection.name}\`](${address})`).join(" ")}`;
  });
  return `---
title: "API reference"
description: "Every function, module and type, made from the docstrings."
sidebar: { label: "All names", order: 0 }
editUrl: false
---

Made from the docstrings. \`toeplitz\` has what users call under one name; each part is a package of its own, too.

## Packages

${rows.join("\n")}

## Functions and classes by name

${lists.join("\n\n")}
`;
}
