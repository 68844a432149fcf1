// Hands files and texts to the person.
export function save(name: string, content: Blob): void {
  const address = URL.createObjectURL(content);
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  // The browser reads the address after this task.
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

/** Hands a PNG to the person; gives why there is none, in words, or nothing. */
export async function savePng(name: string, picture: () => Promise<Blob>): Promise<string> {
  try {
    save(name, await picture());
    return "";
  } catch (error) {
    return `no PNG could be made: ${(error as Error).message}`;
  }
}

/** Puts a text on the clipboard; gives what to say of it. */
export async function copied(what: string, text: string): Promise<string> {
  try {
    await navigator.clipboard.writeText(text);
    return `${what} copied`;
  } catch {
    return `the browser does not let this page copy: ${text}`;
  }
}
