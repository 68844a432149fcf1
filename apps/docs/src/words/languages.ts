// The languages of the course, and what figures, exercises and snippets say in each.
import type { Words } from "@toeplitz/figures";
import type { ChapterName } from "../course/chapters.ts";
import { chinese } from "./chinese.ts";
import { english } from "./english.ts";

export type Language = "en" | "zh-CN";

/** What a chapter's exercise asks and answers. Hints are called what has to be thought of. */
interface ExerciseWords<Hint extends string> {
  readonly question: string;
  /** One whole number is asked for each of them. */
  readonly fields: readonly string[];
  readonly praise: string;
  readonly hints: Readonly<Record<Hint, string>>;
}

export interface PageWords {
  readonly figure: Words;
  readonly turns: Readonly<
    Record<"size" | "channels" | "groups" | "stride" | "padding" | "outputPadding" | "dilation", string>
  > &
    Readonly<{ depth: string; height: string; width: string; channelsIn: string; channelsOut: string }>;
  readonly around: Readonly<
    Record<
      | "direction"
      | "convolution"
      | "transposed"
      | "gradient"
      | "sum"
      | "ofInput"
      | "ofWeight"
      | "matrix"
      | "colourBy"
      | "byWeight"
      | "byWeightTitle"
      | "byValue"
      | "byValueTitle"
      | "tooMany"
      | "how"
      | "playground",
      string
    >
  > & { readonly entries: (count: number) => string };
  readonly exercise: Readonly<Record<"check" | "right" | "wrong" | "incomplete", string>>;
  readonly exercises: Readonly<{
    convolution: ExerciseWords<"turned" | "products">;
    "kernel-matrix": ExerciseWords<"rows" | "columns" | "entries">;
    transposed: ExerciseWords<"height" | "corner" | "middle">;
    stride: ExerciseWords<never> & {
      readonly narrow: (size: number) => string;
      readonly wide: (size: number) => string;
    };
    dilation: ExerciseWords<never> & {
      readonly places: (count: number) => string;
      readonly same: (size: number) => string;
    };
    groups: ExerciseWords<"one" | "depthwise">;
    gradients: ExerciseWords<"corner" | "middle">;
  }> &
    Readonly<Record<ChapterName, unknown>>;
  readonly snippet: Readonly<
    Record<
      "run" | "stop" | "edit" | "reset" | "code" | "prints" | "running" | "nothing" | "stopped" | "untouched",
      string
    >
  > & {
    readonly done: (milliseconds: number) => string;
    readonly late: (seconds: number) => string;
    readonly line: (number: number) => string;
  };
}

export const words: Readonly<Record<Language, PageWords>> = { en: english, "zh-CN": chinese };
