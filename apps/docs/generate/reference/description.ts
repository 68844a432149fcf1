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
    const examples = comment.blockTags.filter(({ tag }) => tag === "@example");
    const rest = comment.blockTags.filter((tag) => !named.includes(tag) && !examples.includes(tag));
    parts.push(rest.map((tag) => this.#tag(tag)).join(" "), ...examples.map(({ content }) => this.#text(content)));
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
        return isAddress(text) ? `In PyTorch: ${torchLink(text)}.` : `See ${text}.`;
      case "@throws":
        return `Throws ${sentence(text)}`;
      case "@returns":
        return `Returns ${sentence(text)}`;
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
        if (part.kind === "text")
          return part.text.replaceAll("<", "&lt;").replaceAll("$", "&#36;").replaceAll("->", "→");
        if (part.kind !== "inline-tag") return part.text;
        const target =
          part.target instanceof Object && "kind" in part.target ? this.#places.get(part.target) : undefined;
        return target === undefined ? `\`${part.text}\`` : `[\`${part.text}\`](${target.address})`;
      })
      .join("")
      .trim();
  }
}

const sentence = (text: string) => (/[.!?]$/.test(text) ? text : `${text}.`);

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
