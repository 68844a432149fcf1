import { conv2d, manualSeed, randn, status, threads } from "toeplitz";

manualSeed(0);
const [x, w] = [randn([1, 16, 32, 32]), randn([16, 16, 3, 3])];
const alone = conv2d(x, w);
const { threads: count, reason } = await threads(2);
console.log(status().backend, count === 2 || reason !== null); // fewer threads come with a reason
console.log(conv2d(x, w).equal(alone)); // and not a bit differs
await threads(0);
