// Steps of optimisers, all in one pass: the portable routines' sums, element by element, with their bits.
import { f32, type I32, i32 } from "../assembler/expression.ts";
import type { Local } from "../assembler/function-builder.ts";
import { multiplyAdd } from "./interpolate.ts";
import { defineJob, emitJob, type JobBody } from "./job.ts";
import type { Family } from "./modules.ts";

/** Arrays and counts of every step; `sign` is -1 where gradients are followed upwards. Arrays that are not there are 0. */
const shared = ["grad", "p", "length", "piece", "decay", "sign"] as const;

/** One unit is `piece` elements. */
export const sgdJob = defineJob("sgd_step", [
  ...shared,
  ...(["velocity", "momentum", "gain", "rate", "nesterov", "first"] as const),
]);

/** One unit is `piece` elements. */
export const adamJob = defineJob("adam_step", [
  ...shared,
  ...([
    "average",
    "squares",
    "largest",
    "shrink",
    "eps",
    "beta1",
    "beta2",
    "rest1",
    "rest2",
    "rate",
    "correction",
  ] as const),
]);

/** One unit is `piece` elements. */
export const rmspropJob = defineJob("rmsprop_step", [
  ...shared,
  ...(["squares", "average", "velocity", "alpha", "rest", "momentum", "rate", "eps"] as const),
]);

type Common = (typeof shared)[number];

/** Calls `step` for every element of a unit; it gets the gradient as the step uses it, and keeps addresses at `offset`. */
function eachElement<F extends string>(
  { f, p, unit }: JobBody<F | Common>,
  step: (d: Local<"f32">, at: (array: F | Common) => I32, w: Local<"f32">) => void,
  prepare?: (w: Local<"f32">) => void,
): void {
  const first = f.local("i32", i32.mul(unit, p.piece));
  const rest = i32.sub(p.length, first);
  const left = f.local("i32", i32.select(i32.ltU(p.piece, rest), p.piece, rest));
  const offset = f.local("i32", i32.shl(first, i32.const(2)));
  const [d, w] = [f.local("f32"), f.local("f32")];
  const at = (array: F | Common) => i32.add(p[array], offset);
  f.while(
    () => left,
    () => {
      f.set(w, f32.load(at("p")));
      prepare?.(w);
      f.set(d, f32.mul(f32.load(at("grad")), f32.reinterpret(p.sign)));
      f.if(p.decay, () => f.set(d, multiplyAdd(f32.reinterpret(p.decay), w, d)));
      step(d, at, w);
      f.bump(offset, 4);
      f.bump(left, -1);
    },
  );
}

export const emitOptimizerSteps: Family = (m) => {
  const number = f32.reinterpret;

  emitJob(m, sgdJob, (body) => {
    const { f, p } = body;
    const v = f.local("f32");
    eachElement(body, (d, at, w) => {
      f.if(p.velocity, () => {
        f.if(
          p.first,
          () => f.set(v, d),
          () => f.set(v, multiplyAdd(number(p.gain), d, f32.mul(f32.load(at("velocity")), number(p.momentum)))),
        );
        f.storeF32(at("velocity"), v);
        f.if(
          p.nesterov,
          () => f.set(d, multiplyAdd(number(p.momentum), v, d)),
          () => f.set(d, v),
        );
      });
      f.storeF32(at("p"), multiplyAdd(number(p.rate), d, w));
    });
  });

  emitJob(m, adamJob, (body) => {
    const { f, p } = body;
    const [mean, square] = [f.local("f32"), f.local("f32")];
    eachElement(
      body,
      (d, at, w) => {
        f.set(mean, multiplyAdd(number(p.rest1), d, f32.mul(f32.load(at("average")), number(p.beta1))));
        f.set(square, f32.mul(f32.load(at("squares")), number(p.beta2)));
        f.set(square, multiplyAdd(f32.mul(number(p.rest2), d), d, square));
        f.storeF32(at("average"), mean);
        f.storeF32(at("squares"), square);
        f.if(p.largest, () => {
          f.set(square, f32.max(f32.load(at("largest")), square));
          f.storeF32(at("largest"), square);
        });
        const scale = f32.add(f32.div(f32.sqrt(square), number(p.correction)), number(p.eps));
        f.storeF32(at("p"), f32.add(w, f32.div(f32.mul(number(p.rate), mean), scale)));
      },
      (w) => f.set(w, f32.mul(w, number(p.shrink))),
    );
  });

  emitJob(m, rmspropJob, (body) => {
    const { f, p } = body;
    const [square, mean, scale] = [f.local("f32"), f.local("f32"), f.local("f32")];
    eachElement(body, (d, at, w) => {
      f.set(square, f32.mul(f32.load(at("squares")), number(p.alpha)));
      f.set(square, multiplyAdd(f32.mul(number(p.rest), d), d, square));
      f.storeF32(at("squares"), square);
      f.if(p.average, () => {
        f.set(mean, multiplyAdd(number(p.rest), d, f32.mul(f32.load(at("average")), number(p.alpha))));
        f.storeF32(at("average"), mean);
        f.set(square, multiplyAdd(f32.neg(mean), mean, square));
      });
      f.set(scale, f32.add(f32.sqrt(square), number(p.eps)));
      f.if(
        p.velocity,
        () => {
          f.set(mean, f32.add(f32.mul(f32.load(at("velocity")), number(p.momentum)), f32.div(d, scale)));
          f.storeF32(at("velocity"), mean);
          f.storeF32(at("p"), multiplyAdd(number(p.rate), mean, w));
        },
        () => f.storeF32(at("p"), f32.add(w, f32.div(f32.mul(number(p.rate), d), scale))),
      );
    });
  });
};
