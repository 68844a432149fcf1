import { allclose, cat, conv2d, manualSeed, nn, randn } from "toeplitz";

manualSeed(3);
const x = randn([1, 2, 4, 4]);
const layer = new nn.Conv2d(2, 4, 3, { groups: 2, bias: false });
const whole = new nn.Conv2d(2, 4, 3, { bias: false });
console.log(layer.weight.numel(), whole.weight.numel());
const first = conv2d(x.index(":", "0:1"), layer.weight.index("0:2"));
const second = conv2d(x.index(":", "1:2"), layer.weight.index("2:4"));
console.log(allclose(cat([first, second], { dim: 1 }), layer.forward(x)));
