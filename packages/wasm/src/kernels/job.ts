// A job: work in numbered units, with its settings in memory, so that any thread can take the next unit.
import { i32 } from "../assembler/expression.ts";
import type { FunctionBuilder, Local } from "../assembler/function-builder.ts";
import type { ModuleBuilder } from "../assembler/module-builder.ts";

/** Name and settings of a job. Settings are 32-bit words: addresses and distances in bytes, counts, flags. */
export interface Job<F extends string = string> {
  readonly name: string;
  readonly fields: readonly F[];
  /** Position of each setting. */
  readonly at: Readonly<Record<F, number>>;
}

export function defineJob<const F extends string>(name: string, fields: readonly F[]): Job<F> {
  const at = Object.fromEntries(fields.map((field, index) => [field, index])) as Record<F, number>;
  return { name, fields, at };
}

/** What the body of a job works with. */
export interface JobBody<F extends string> {
  readonly f: FunctionBuilder;
  /** The settings, loaded. */
  readonly p: Readonly<Record<F, Local<"i32">>>;
  /** Number of the unit to do. */
  readonly unit: Local<"i32">;
  /** Address of working memory that belongs to this thread alone. */
  readonly scratch: Local<"i32">;
}

/** Exports `name(settings, from, to, scratch)`, which does the units from..to-1. */
export function emitJob<F extends string>(m: ModuleBuilder, job: Job<F>, body: (context: JobBody<F>) => void): void {
  m.function({ name: job.name, params: ["i32", "i32", "i32", "i32"], exported: true }, (f) => {
    const settings = f.param(0, "i32");
    const unit = f.param(1, "i32");
    const to = f.param(2, "i32");
    const scratch = f.param(3, "i32");
    const p = Object.fromEntries(
      job.fields.map((field, index) => [field, f.local("i32", i32.load(settings, 4 * index))]),
    ) as Record<F, Local<"i32">>;
    f.while(
      () => i32.ltU(unit, to),
      () => {
        body({ f, p, unit, scratch });
        f.bump(unit, 1);
      },
    );
  });
}
