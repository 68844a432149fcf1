// What a docstring says, as Markdown.
import type { Comment, CommentDisplayPart, CommentTag, DeclarationReflection, Reflection } from "typedoc";
import type { Place } from "./places.ts";

/** The docstring of an export or a member: its own, its first signature's, or its getter's. */
export function commentOf({ comment, signatures, getSignature }: DeclarationReflection): Comment | undefined {
  return comment ?? signatures?.find((call) => call.comment !== undefined)?.comment ?? getSignature?.comment;
}

export class Descriptions {
  readonly #places: ReadonlyMap<Reflection, Place>;

  constructor(places: ReadonlyMap<Reflection, Place>) {
    this.#places = places;
  }

  /** Everything, in paragraphs. */
  whole(comment: Comment | undefined): string {
    if (comment === undefined) return "";
    const parts = [this.#text(comment.summary)];
    const named = comment.blockTags.filter(({ tag }) => tag === "@param" || tag === "@default");
    if (named.length > 0) parts.push(named.map((tag) => `* ${this.#tag(tag)}`).join("\n"));
    for (const tag of comment.blockTags) {
      if (tag.tag === "@example") parts.push(this.#text(tag.content));
      else if (!named.includes(tag)) parts.push(this.#tag(tag));
    }
    return parts.filter((part) => part !== "").join("\n\n");
  }

  /** In one line, for lists. */
  brief(comment: Comment | undefined): string {
    if (comment === undefined) return "";
    const defaults = comment.blockTags.filter(({ tag }) => tag === "@default" || tag === "@throws");
    return [this.#text(comment.summary), ...defaults.map((tag) => this.#tag(tag))]
      .join(" ")
      .replace(/\s+/g, " ")
      .trim();
  }

  #tag({ tag, name, content }: CommentTag): string {
    const text = this.#text(content);
    switch (tag) {
      case "@param":
        return `\`${name}\`: ${text.replace(/^- /, "")}`;
      case "@see":
        return isAddress(text) ? `PyTorch: ${torchLink(text)}` : `See ${text}.`;
      case "@throws":
        return `Throws ${text}`;
      case "@returns":
        return `Returns ${text}`;
      case "@default":
        return `Default ${text}.`;
      default:
        return text;
    }
  }

  #text(parts: readonly CommentDisplayPart[]): string {
    return parts
      .map((part) => {
        if (part.kind === "code") return part.text;
        if (part.kind === "text") return part.text.replaceAll("<", "&lt;").replaceAll("$", "&#36;");
        if (part.kind !== "inline-tag") return part.text;
        const target =
          part.target instanceof Object && "kind" in part.target ? this.#places.get(part.target) : undefined;
        return target === undefined ? `\`${part.text}\`` : `[\`${part.text}\`](${target.address})`;
      })
      .join("")
      .trim();
  }
}

const isAddress = (text: string) => /^https:\/\/\S+$/.test(text);

/** A page of PyTorch's documentation is called what it describes. */
function torchLink(address: string): string {
  const name =
    address
      .replace(/(\.html)?(#.*)?$/, "")
      .split("/")
      .at(-1) ?? address;
  const anchor = address.split("#")[1];
  return `[${anchor?.startsWith("torch.") ? anchor : name}](${address})`;
}
