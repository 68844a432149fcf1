// toeplitz/io: tensors from files and into files; apart from the rest, which needs no files.
export * from "@toeplitz/io";
