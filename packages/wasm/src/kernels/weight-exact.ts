// The weight gradient one product after the other, for operands with NaN or infinity: padding takes no part.
import { f32, f32x4, i32, v128 } from "../assembler/expression.ts";
import type { FunctionBuilder, FunctionReference, Local } from "../assembler/function-builder.ts";
import type { ModuleBuilder } from "../assembler/module-builder.ts";
import { type WeightField, weightSums } from "./weight-jobs.ts";
import { bytes } from "./weight-stage.ts";

type Counter = Local<"i32">;

/**
 * `exact(settings, channel, tap, out, scratch)`: weight number `tap` (counted through the channels of x in the group) of a
 * channel of y (counted through the groups), into `out`. Needs 16 bytes of scratch.
 */
export function emitWeightExact(m: ModuleBuilder): FunctionReference {
  return m.function({ name: "weight_exact", params: Array<"i32">(5).fill("i32") }, (f) => {
    const [settings, channel, tap, out, sums] = f.addresses(5);
    const p = (field: WeightField) => i32.load(settings, 4 * weightSums.at[field]);
    const [kw, kh, kd, wide] = f.locals("i32", 4);
    f.set(kw, i32.remU(tap, p("kernelW")));
    f.set(tap, i32.divU(tap, p("kernelW")));
    f.set(kh, i32.remU(tap, p("kernelH")));
    f.set(tap, i32.divU(tap, p("kernelH")));
    f.set(kd, i32.remU(tap, p("kernelD")));
    f.set(wide, i32.divU(tap, p("kernelD")));
    f.set(wide, i32.add(wide, i32.mul(i32.divU(channel, p("narrowPerGroup")), p("widePerGroup"))));
    const [n, od, oh, ow] = f.locals("i32", 4);
    const [id, ih, iw] = f.locals("i32", 3);
    const y = f.local("i32");
    const x = f.local("i32");
    const sum = f.local("i32");
    f.storeV128(sums, v128.const([0, 0, 0, 0]));
    const nth = (count: WeightField, per: Counter) => i32.add(i32.mul(n, i32.mul(p("groups"), p(count))), per);
    f.for(n, i32.const(0), p("batch"), () =>
      f.for(od, i32.const(0), p("narrowD"), () => {
        meets(f, id, od, kd, p("strideD"), p("dilationD"), p("paddingD"));
        f.for(oh, i32.const(0), p("narrowH"), () => {
          meets(f, ih, oh, kh, p("strideH"), p("dilationH"), p("paddingH"));
          f.if(i32.and(i32.ltU(id, p("wideD")), i32.ltU(ih, p("wideH"))), () => {
            const xRow = i32.add(i32.mul(i32.add(i32.mul(nth("widePerGroup", wide), p("wideD")), id), p("wideH")), ih);
            const yPlane = i32.add(i32.mul(nth("narrowPerGroup", channel), p("narrowD")), od);
            f.set(x, i32.add(p("x"), bytes(i32.mul(xRow, p("wideW")))));
            f.set(y, i32.add(i32.mul(yPlane, p("narrowH")), oh));
            f.set(y, i32.add(p("y"), bytes(i32.mul(y, p("narrowW")))));
            f.for(ow, i32.const(0), p("narrowW"), () => {
              meets(f, iw, ow, kw, p("strideW"), p("dilationW"), p("paddingW"));
              f.if(i32.ltU(iw, p("wideW")), () => {
                f.set(sum, i32.add(sums, bytes(i32.and(ow, i32.const(3)))));
                const product = f32.mul(f32.load(i32.add(y, bytes(ow))), f32.load(i32.add(x, bytes(iw))));
                f.storeF32(sum, f32.add(f32.load(sum), product));
              });
            });
          });
        });
      }),
    );
    const lanes = f.local("v128", v128.load(sums));
    f.set(lanes, f32x4.add(lanes, v128.shuffle32(lanes, lanes, [2, 3, 2, 3])));
    f.set(lanes, f32x4.add(lanes, v128.shuffle32(lanes, lanes, [1, 1, 1, 1])));
    f.storeLane32(out, lanes, 0);
  });
}

/** Where element `o` of y meets x through tap `k`. */
function meets(
  f: FunctionBuilder,
  target: Counter,
  o: Counter,
  k: Counter,
  ...[stride, dilation, padding]: ReturnType<typeof i32.const>[]
): void {
  f.set(target, i32.sub(i32.add(i32.mul(o, stride!), i32.mul(k, dilation!)), padding!));
}
