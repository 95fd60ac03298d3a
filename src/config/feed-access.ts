import type { FetchRoute } from "../domain/ports.ts";
import type { Config } from "./config.ts";
import type { Secret } from "./secret.ts";

/** Request headers, query keys and routes by feed URL, with the secrets in plain text. */
export function feedAccess(config: Pick<Config, "feedHeaders" | "feedQueries" | "feedRoutes">): {
  headersFor(url: string): Readonly<Record<string, string>>;
  queryFor(url: string): Readonly<Record<string, string>>;
  routeFor(url: string): FetchRoute | null;
} {
  return {
    headersFor: (url) => revealAll(config.feedHeaders.get(url)),
    queryFor: (url) => revealAll(config.feedQueries.get(url)),
    routeFor(url) {
      const route = config.feedRoutes.get(url);
      if (route === undefined) return null;
      const { certificate, proxy } = route;
      const pem = certificate && {
        cert: certificate.cert.reveal(),
        key: certificate.key.reveal(),
        ca: certificate.ca?.reveal() ?? null,
      };
      return { certificate: pem, proxy: proxy?.reveal() ?? null };
    },
  };
}

function revealAll(secrets: Readonly<Record<string, Secret>> = {}): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(secrets).map(([name, secret]) => [name, secret.reveal()]));
}
