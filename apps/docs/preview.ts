// `pnpm preview`: serves the built site with the headers that its host has to send.
import { serveSite } from "./hosting/serve-site.ts";

(await serveSite(4173)).printUrls();
