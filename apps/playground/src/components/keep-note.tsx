// Says how a place is kept, and how it is freed.
export function KeepNote({ kept }: { readonly kept: boolean }) {
  return (
    <p className="quiet small keep-note">
      {kept ? "This place is kept. Escape frees it." : "Point at any place, click to keep it."}
    </p>
  );
}
