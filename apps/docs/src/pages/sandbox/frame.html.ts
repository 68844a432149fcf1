// The sandbox's document, as a file of the site.
import { frameDocument } from "../../sandbox/bundle.ts";

export const GET = () => new Response(frameDocument(), { headers: { "Content-Type": "text/html; charset=utf-8" } });
