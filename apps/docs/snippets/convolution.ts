import { arange, conv2d, manualSeed, nn } from "toeplitz";

manualSeed(0);
const x = arange(25, { dtype: "float32" }).reshape([1, 1, 5, 5]);
const layer = new nn.Conv2d(1, 1, 3, { bias: false });
console.log(layer);
const y = layer.forward(x);
console.log(y);
console.log(conv2d(x, layer.weight).equal(y));
