// The hatching that stands for padding, under a name of the picture's own.

export function PictureDefinitions({ hatch }: { readonly hatch: string }) {
  return (
    <defs>
      <pattern id={hatch} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <line className="hatch" x1="0" y1="0" x2="0" y2="6" />
      </pattern>
    </defs>
  );
}
