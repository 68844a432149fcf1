import { readFileSync, writeFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { data, manualSeed, nn, noGrad, optim, type Tensor, tensor } from "toeplitz";
import { saveSafetensors } from "toeplitz/io";

const { FASHION_MNIST: folder = "/usr/share/datasets/fashion-mnist", EPOCHS: epochs = "12" } = process.env;

// IDX files: a header of 16 bytes before pictures, of 8 before labels, then one byte for each.
const bytes = (file: string, header: number) =>
  new Uint8Array(gunzipSync(readFileSync(`${folder}/${file}-ubyte.gz`)).subarray(header));
const read = (part: "train" | "t10k") =>
  new data.TensorDataset(
    tensor(bytes(`${part}-images-idx3`, 16)).reshape([-1, 1, 28, 28]),
    tensor(BigInt64Array.from(bytes(`${part}-labels-idx1`, 8), BigInt)),
  );

manualSeed(0);
const block = (from: number, to: number) =>
  new nn.Sequential(new nn.Conv2d(from, to, 3, { padding: 1 }), new nn.ReLU(), new nn.MaxPool2d(2));
const model = new nn.Sequential(
  ...[block(1, 16), block(16, 32), block(32, 64)],
  ...[new nn.Flatten(), new nn.Linear(576, 64), new nn.ReLU(), new nn.Linear(64, 10)],
);
const loader = new data.DataLoader(read("train"), { batchSize: 128, shuffle: true });
const tests = new data.DataLoader(read("t10k"), { batchSize: 500 });
const criterion = new nn.CrossEntropyLoss();
const optimizer = new optim.Adam(model.parameters());
const totalSteps = Number(epochs) * loader.length;
const scheduler = new optim.OneCycleLR(optimizer, 0.004, { totalSteps });

for (let epoch = 1; epoch <= Number(epochs); epoch++) {
  model.train();
  for (const [pictures, labels] of loader as Iterable<[Tensor, Tensor]>) {
    optimizer.zeroGrad();
    const loss = criterion.forward(model.forward(pictures.div(255)), labels);
    loss.backward();
    optimizer.step();
    scheduler.step();
  }
  model.eval();
  let right = 0;
  for (const [pictures, labels] of tests as Iterable<[Tensor, Tensor]>) {
    const found = noGrad(() => model.forward(pictures.div(255)).argmax({ dim: 1 }));
    right += found.eq(labels).sum().item() as number;
  }
  console.log(`epoch ${epoch}: ${right} of ${tests.dataset.length} test pictures are named rightly`);
}
writeFileSync("fashion.safetensors", await saveSafetensors(model.stateDict()));
