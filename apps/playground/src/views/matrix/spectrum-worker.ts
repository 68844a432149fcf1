// Singular values, away from the page: the work grows with the cube of the matrix.
import { Matrix, SingularValueDecomposition } from "ml-matrix";

/** The matrix as its rows, all places written out. */
export type SpectrumRequest = number[][];
/** Largest first. */
export type SpectrumAnswer = number[];

self.onmessage = ({ data }: MessageEvent<SpectrumRequest>) => {
  const { diagonal } = new SingularValueDecomposition(new Matrix(data), {
    autoTranspose: true,
    computeLeftSingularVectors: false,
    computeRightSingularVectors: false,
  });
  const answer: SpectrumAnswer = diagonal.toSorted((a, b) => b - a);
  self.postMessage(answer);
};
