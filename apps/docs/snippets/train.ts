import { arange, cat, data, manualSeed, nn, noGrad, ones, optim, randn, type Tensor, zeros } from "toeplitz";
import { loadSafetensors, saveSafetensors } from "toeplitz/io";

manualSeed(0);
// Pictures of noise with two bars in it, upright or lying: which?
function pictures(n: number): Tensor[] {
  const stripes = arange(8).remainder(4).eq(1); // two bars of eight
  const [upright, lying] = [stripes.reshape([1, 8]), stripes.reshape([8, 1])];
  const x = cat([randn([n, 1, 8, 8]).add(upright), randn([n, 1, 8, 8]).add(lying)]);
  return [x, cat([zeros([n], { dtype: "int64" }), ones([n], { dtype: "int64" })])];
}
const train = new data.TensorDataset(...pictures(128));
const [testPictures, testLabels] = pictures(64) as [Tensor, Tensor];

const model = new nn.Sequential(
  new nn.Conv2d(1, 4, 3),
  new nn.ReLU(),
  new nn.MaxPool2d(2),
  new nn.Flatten(),
  new nn.Linear(36, 2),
);
const loader = new data.DataLoader(train, { batchSize: 32, shuffle: true });
const criterion = new nn.CrossEntropyLoss();
const optimizer = new optim.Adam(model.parameters(), { lr: 0.02 });
const scheduler = new optim.CosineAnnealingLR(optimizer, 5);

for (let epoch = 1; epoch <= 5; epoch++) {
  let sum = 0;
  for (const [x, labels] of loader as Iterable<[Tensor, Tensor]>) {
    optimizer.zeroGrad();
    const loss = criterion.forward(model.forward(x), labels);
    loss.backward();
    optimizer.step();
    sum += loss.item() as number;
  }
  scheduler.step();
  console.log(`epoch ${epoch}: loss ${(sum / loader.length).toFixed(3)}`);
}

model.eval();
const right = noGrad(() => model.forward(testPictures).argmax({ dim: 1 }).eq(testLabels).sum().item());
console.log(`${right} of 128 new pictures are named rightly`);

const file = await saveSafetensors(model.stateDict()); // bytes: write them, download them
model.loadStateDict(await loadSafetensors(file));
