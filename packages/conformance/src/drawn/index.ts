// Drawn cases. Nothing here imports the library at run time.
export { corpusPrint, corpusSeed, corpusSize } from "./corpus.ts";
export { type DrawnCase, drawn } from "./drawn.ts";
