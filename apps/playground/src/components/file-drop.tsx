// Takes files that are dropped anywhere on a view, and keeps those that miss from replacing the page.
import { type DragEvent, type ReactNode, useEffect, useState } from "react";

interface FileDropProps {
  readonly className: string;
  readonly children: ReactNode;
  /** Of several files the first such one is taken. */
  readonly prefer?: (file: File) => boolean;
  readonly onFile: (file: File) => void;
}

export function FileDrop({ className, children, prefer = () => true, onFile }: FileDropProps) {
  const [over, setOver] = useState(false);
  useEffect(() => {
    const miss = (event: Event) => event.preventDefault();
    window.addEventListener("dragover", miss);
    window.addEventListener("drop", miss);
    return () => {
      window.removeEventListener("dragover", miss);
      window.removeEventListener("drop", miss);
    };
  }, []);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const files = [...event.dataTransfer.files];
    const file = files.find(prefer) ?? files[0];
    if (file !== undefined) onFile(file);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a drop has a button beside it that takes the same file
    <div
      className={className}
      data-over={over}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      {children}
    </div>
  );
}
