// The namespace `nn`: modules, with the gradients of convolutions as functions beside them, as in torch.nn.
export * as grad from "@toeplitz/conv/grad";
export * from "@toeplitz/nn";
