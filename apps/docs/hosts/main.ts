const worker = new Worker(new URL("./convolve.ts", import.meta.url), { type: "module" });
worker.onmessage = ({ data: { sums, threads } }: MessageEvent<{ sums: Float32Array; threads: number }>) => {
  document.querySelector("output")!.textContent = `${sums.join(" ")} with ${threads} threads`;
};
const picture = new Float32Array(16).fill(1);
worker.postMessage(picture, [picture.buffer]); // handed over, not copied
