// A convolution through the one package most people install; methods must survive packing and bundling.
import { conv2d, nn, ones, tensor } from "toeplitz";

const input = tensor([
  [
    [
      [1, 2, 3],
      [4, 5, 6],
      [7, 8, 9],
    ],
  ],
]);
const output = conv2d(input, ones([1, 1, 2, 2]));
const text = JSON.stringify(output.add(1).toArray());
if (text !== "[[[[13,17],[25,29]]]]") throw new Error(`conv2d gave ${text}`);

const layer = new nn.Conv2d(1, 2, 3, { bias: false });
const shape = JSON.stringify(layer.forward(input).shape);
if (shape !== "[1,2,1,1]") throw new Error(`Conv2d gave the shape ${shape}`);
