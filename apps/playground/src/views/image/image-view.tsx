// Stub.
export function ImageView(_: {
  kernel: readonly number[] | null;
  onKernel: (kernel: readonly number[]) => void;
  theme: string;
}) {
  return <p>…</p>;
}
