import type { FetchRoute } from "../domain/ports.ts";
import type { Config } from "./config.ts";

/** What feeds are asked with, by their own address: request headers, and the way there. Secrets, revealed. */
export function feedAccess({ feedHeaders, feedRoutes }: Pick<Config, "feedHeaders" | "feedRoutes">): {
  headersFor(url: string): Readonly<Record<string, string>>;
  routeFor(url: string): FetchRoute | null;
} {
  return {
    headersFor(url) {
      const headers = Object.entries(feedHeaders.get(url) ?? {});
      return Object.fromEntries(headers.map(([name, secret]) => [name, secret.reveal()]));
    },
    routeFor(url) {
      const route = feedRoutes.get(url);
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
