import { nn, ones } from "toeplitz";
import { loadPth, savePth } from "toeplitz/io";

const trained = new nn.Conv2d(1, 2, 3);
const checkpoint = await savePth(trained.stateDict()); // what torch.save(layer.state_dict(), file) writes

const layer = new nn.Conv2d(1, 2, 3);
layer.loadStateDict(await loadPth(checkpoint));
const x = ones([1, 1, 5, 5]);
console.log(layer.forward(x).equal(trained.forward(x)));
