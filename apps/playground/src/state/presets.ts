// What the menu of presets offers: the named cases of the conformance table, and the case that the page opens with.
import { convPresets } from "@toeplitz/conformance/rows";
import { caseOfPreset, type FigureCase } from "@toeplitz/figures";

export interface Preset {
  readonly id: string;
  readonly title: string;
  readonly figure: FigureCase;
}

/** 3x3 over 5x5, with small whole numbers in it: the picture that everyone knows. */
export const opening: FigureCase = {
  rank: 2,
  transposed: false,
  input: {
    shape: [1, 1, 5, 5],
    values: [3, 3, 2, 1, 0, 0, 0, 1, 3, 1, 3, 1, 2, 2, 3, 2, 0, 0, 2, 2, 2, 0, 0, 0, 1],
  },
  weight: { shape: [1, 1, 3, 3], values: [0.5, 1, -1, 2, -0.5, 0.25, 0, 1.5, -2] },
  options: {},
};

/** The notebook's kernel matrix and its relatives come last in the table; a menu shows them as a group of their own. */
export const presets: readonly Preset[] = convPresets.map((preset) => ({
  id: preset.id,
  title: preset.title,
  figure: caseOfPreset(preset),
}));

export const notebookPresets = presets.filter(({ id }) => id.startsWith("notebook"));
export const knownPresets = presets.filter(({ id }) => !id.startsWith("notebook"));

export function presetFigure(id: string): FigureCase {
  const preset = presets.find((entry) => entry.id === id);
  if (preset === undefined) throw new Error(`no preset named ${id}`);
  return preset.figure;
}
