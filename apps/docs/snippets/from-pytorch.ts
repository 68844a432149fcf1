import { nn, randn, tensor } from "toeplitz";

const layer = new nn.Conv2d(1, 8, 3, { padding: 1, bias: false });
console.log(layer.forward(randn([1, 1, 5, 5])).shape);
const x = tensor([
  [1, 2],
  [3, 4],
]);
console.log(x.index(":", 0), x.sum({ dim: 1 }), x.var().item());
