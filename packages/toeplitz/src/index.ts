// toeplitz: every package under one name. The only place that re-exports by star: the umbrella is the sum by definition.
export * from "@toeplitz/conv";
export * from "@toeplitz/kernel-matrix";
export * from "@toeplitz/tensor";
