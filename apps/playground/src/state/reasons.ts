// Why a setting is impossible, in plain words beside PyTorch's sentence. Every number in them is the library's.
import { type SizeLine, type SizeSettings, sizeLines } from "@toeplitz/figures";
import { axesOf, axisNames, type Playground, type Settings, type Triple } from "@toeplitz/widgets";

/** The reason; null where there is no problem, or where its own sentence says it all. */
export function reasonOf({ settings, problem }: Pick<Playground, "settings" | "problem">): string | null {
  if (problem === null) return null;
  const { groups, stride, padding, transposed } = settings;
  switch (problem.argument) {
    case "stride":
      return padding === "same" && axesOf(settings.rank, stride).every((n) => n > 0)
        ? "“same” pads until the output is as large as the input, and with a stride above 1 it never is."
        : "The stride is the way from one window to the next: at 0 the kernel would never get on.";
    case "dilation":
      return "The dilation is the way from one element of the kernel to the next: at 0 all of them lie on one place.";
    case "groups":
    case "weight":
      return groups < 1 ? "Channels are dealt out to groups, and there is no group." : weightReason(settings);
    case "outputPadding":
      return (
        "Output padding chooses among the sizes that one convolution takes to the same size, and it skips stride − 1 of them: " +
        "so it stays below the stride (or below the dilation)."
      );
    case "paddingMode":
      return "A transposed convolution cuts its padding off the output, so there is no border to fill.";
    case "padding":
      if (transposed) return "“same” and “valid” name borders of an input; here padding is cut off the output.";
      return settings.paddingMode === "circular"
        ? "A circular border comes from the other end of the input, and more than there is cannot be taken once."
        : "A reflection takes its border from the input without the edge itself: one element less than there are.";
    case "input":
      return inputReason(settings);
    default:
      return null;
  }
}

/** Of a kernel without elements, or of channels that groups do not divide. */
function weightReason(settings: Settings): string | null {
  const empty = along(settings, settings.kernel, (n) => n === 0);
  return empty === null ? dealtOut(settings) : `Along the ${empty} the kernel has no element to multiply with.`;
}

function inputReason(settings: Settings): string | null {
  const short = sizeLines(settings).findIndex(({ result }) => result < 1);
  const unfit = dealtOut(settings);
  if (unfit !== null) return unfit;
  if (short >= 0) {
    const name = axisNames.slice(3 - settings.rank)[short]!;
    return lackOf(name, sizeLines(settings)[short]!, settings);
  }
  const empty = along(settings, settings.size, (n) => n === 0);
  return empty === null ? null : `Along the ${empty} the input has no element, whatever is padded around it.`;
}

function lackOf(name: string, { room, taken }: SizeLine, { transposed }: SizeSettings): string {
  return transposed
    ? `Along the ${name} the padding cuts ${taken} elements off an output of ${room}: nothing is left.`
    : `Along the ${name} the kernel spans ${taken} elements, and the padded input has ${room}: it fits nowhere.`;
}

/** Which channels the groups do not divide. */
function dealtOut({ channels, groups }: Settings): string | null {
  const uneven = channels.findIndex((n) => n % groups !== 0);
  if (uneven < 0) return null;
  const [count, which] = [channels[uneven]!, ["input", "output"][uneven]!];
  return `${count} ${which} channel${count === 1 ? "" : "s"} cannot be dealt out evenly to ${groups} groups.`;
}

/** The first axis that is so. */
function along({ rank }: Settings, triple: Triple, so: (n: number) => boolean): string | null {
  const at = axesOf(rank, triple).findIndex(so);
  return at < 0 ? null : axisNames.slice(3 - rank)[at]!;
}
