// Where platforms of PyTorch draw different numbers from one seed, and which one is followed.
import { argumentError } from "../errors.ts";

/** The choices in which builds of PyTorch differ. */
export interface RandomProfile {
  /** The float32 `log`, `sin` and `cos` behind long `randn`s: the AVX2 polynomials, or the C library's. */
  readonly normal: "avx2" | "libm";
  /** Normals one by one: the logarithm of PyTorch 2.x, `log1p(-u)`, or 1.13's, `log(1 - u)`; now and then a last bit differs. */
  readonly pairLog: "log1p" | "log";
  /** Whether the compiler joined `x * scale + offset` into one rounding. */
  readonly fused: boolean;
  /** `bernoulli_(p)` and dropout: MKL's own generator, seeded by one draw; or one 53-bit uniform per element. */
  readonly bernoulli: "mkl" | "plain";
  /** Ranges of `randint` from this size on take 64 bits per element. */
  readonly wideRange: number;
}

const profiles = {
  /** pip's Linux wheels (and Windows'): AVX2, fused, MKL. */
  "x86-64": { normal: "avx2", pairLog: "log1p", fused: true, bernoulli: "mkl", wideRange: 2 ** 28 },
  /** Apple silicon, and as far as known every ARM: the C library, each step rounded, no MKL. */
  apple: { normal: "libm", pairLog: "log1p", fused: false, bernoulli: "plain", wideRange: 2 ** 28 },
  /** Debian 12's python3-torch 1.13.1 on x86-64, the build that the recordings come from: AVX2, fused, no MKL. */
  debian: { normal: "avx2", pairLog: "log", fused: true, bernoulli: "plain", wideRange: 2 ** 32 },
} as const satisfies Record<string, RandomProfile>;

/** A named platform of PyTorch. */
export type RandomProfileName = keyof typeof profiles;

let current: RandomProfileName = "x86-64";

/**
 * Chooses the platform whose random numbers are drawn from now on; `x86-64` until then.
 *
 * @throws ToeplitzError for a name that is not one of the platforms.
 */
export function setRandomProfile(name: RandomProfileName): void {
  if (typeof name !== "string" || !Object.hasOwn(profiles, name)) {
    const legal = Object.keys(profiles);
    throw argumentError("setRandomProfile", "name", `be one of ${legal.join(", ")}`, name, { legal });
  }
  current = name;
}

/** The name of the platform that is followed. */
export function getRandomProfile(): RandomProfileName {
  return current;
}

/** The choices of the platform that is followed. */
export function randomProfile(): RandomProfile {
  return profiles[current];
}
