// CommonJS code can require the packages: Node.js loads ES modules from 20.19 on.
const { conv2d, ones } = require("toeplitz");

const sum = conv2d(ones([1, 1, 2, 2]), ones([1, 1, 2, 2])).item();
if (sum !== 4) throw new Error(`conv2d gave ${sum}`);
