// The sandbox's library, as a file of the site.
import { libraryScript } from "../../sandbox/bundle.ts";

export const GET = async () =>
  new Response(await libraryScript(), { headers: { "Content-Type": "text/javascript; charset=utf-8" } });
