// A button that lets a person choose a file.
interface FileChoiceProps {
  /** Said to those who do not see where the button stands. */
  readonly label: string;
  readonly text: string;
  /** As of `<input type="file">`. */
  readonly accept: string;
  readonly onFile: (file: File) => void;
}

export function FileChoice({ label, text, accept, onFile }: FileChoiceProps) {
  return (
    <label className="file" data-part="files">
      <input
        type="file"
        accept={accept}
        aria-label={label}
        onChange={(event) => {
          const file = event.target.files?.[0];
          if (file !== undefined) onFile(file);
          // So that the same file can be chosen once more.
          event.target.value = "";
        }}
      />
      {text}
    </label>
  );
}
