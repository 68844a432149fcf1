// How tensors are printed: the settings, their profiles, and their one validator.
import { argumentError } from "../errors.ts";
import { checkOptions } from "../options.ts";

/** The settings of printing, by PyTorch's names in camel case. */
export interface PrintOptions {
  /** Digits after the point. */
  readonly precision: number;
  /** Tensors with more elements than this are summarised. */
  readonly threshold: number;
  /** Elements at either end of an axis that a summary shows. */
  readonly edgeitems: number;
  /** Characters per line. */
  readonly linewidth: number;
  /** Scientific notation always, never, or (undefined) where the values ask for it. */
  readonly sciMode: boolean | undefined;
}

/** A named set of settings. */
export type PrintProfile = "default" | "short" | "full";

const profiles: Readonly<Record<PrintProfile, Omit<PrintOptions, "sciMode">>> = {
  default: { precision: 4, threshold: 1000, edgeitems: 3, linewidth: 80 },
  short: { precision: 2, threshold: 1000, edgeitems: 2, linewidth: 80 },
  full: { precision: 4, threshold: Number.POSITIVE_INFINITY, edgeitems: 3, linewidth: 80 },
};

/** No float64 has more digits after its point. */
const mostDigits = 1074;

let current: PrintOptions = Object.freeze({ ...profiles.default, sciMode: undefined });

/** The settings that printing follows now. */
export function getPrintOptions(): PrintOptions {
  return current;
}

/**
 * Changes how tensors are printed from now on. A profile comes first, single settings over it; what is not named stays, except
 * `sciMode`, which every call sets anew, as in PyTorch.
 * Mirrors `torch.set_printoptions`.
 *
 * @throws ToeplitzError for an unknown setting or profile, or a value that is not a whole number of its range.
 */
export function setPrintOptions(
  options: {
    precision?: number | undefined;
    threshold?: number | undefined;
    edgeitems?: number | undefined;
    linewidth?: number | undefined;
    sciMode?: boolean | null | undefined;
    profile?: PrintProfile | undefined;
  } = {},
): void {
  const api = "setPrintOptions";
  checkOptions(api, options, ["precision", "threshold", "edgeitems", "linewidth", "sciMode", "profile"]);
  const { profile, sciMode } = options;
  if (profile !== undefined && !(typeof profile === "string" && Object.hasOwn(profiles, profile))) {
    const legal = Object.keys(profiles);
    throw argumentError(api, "profile", `be one of ${legal.join(", ")}`, profile, { legal });
  }
  if (sciMode !== undefined && sciMode !== null && typeof sciMode !== "boolean") {
    throw argumentError(api, "sciMode", "be true, false or undefined", sciMode);
  }
  const base = profile === undefined ? current : profiles[profile];
  const pick = (name: keyof typeof base & keyof typeof options, least: number, most?: number): number => {
    const value = options[name] as number | undefined;
    if (value === undefined) return base[name] as number;
    const endless = name === "threshold" && value === Number.POSITIVE_INFINITY;
    if (!endless && (!Number.isInteger(value) || value < least || (most !== undefined && value > most))) {
      throw argumentError(
        api,
        name,
        `be a whole number from ${least} ${most === undefined ? "on" : `to ${most}`}`,
        value,
      );
    }
    return value;
  };
  current = Object.freeze({
    precision: pick("precision", 0, mostDigits),
    threshold: pick("threshold", 0),
    edgeitems: pick("edgeitems", 0),
    linewidth: pick("linewidth", 1),
    sciMode: sciMode ?? undefined,
  });
}
