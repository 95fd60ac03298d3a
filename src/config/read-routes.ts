import { readFileSync } from "node:fs";
import { messageOf } from "../domain/errors.ts";
import type { FeedRoute } from "./config.ts";
import type { ConfigFile } from "./config-schema.ts";
import { Secret } from "./secret.ts";

type Report = (path: readonly PropertyKey[], message: string) => void;
type Fill = (template: string, fault: (message: string) => void) => string;

/**
 * Reads client certificates (PEM files) and proxies by feed URL. This is the only place that reads the files. `fill`
 * inserts environment variables.
 */
export function readRoutes(read: ConfigFile, fill: Fill, fault: Report): Map<string, FeedRoute> {
  const byUrl = new Map<string, FeedRoute>();
  read.sources.forEach((source, sourceIndex) => {
    source.feeds.forEach(({ url, clientCertificate, proxy }, feedIndex) => {
      if (clientCertificate === undefined && proxy === undefined) return;
      const report = (name: string) => (message: string) =>
        fault(["sources", sourceIndex, "feeds", feedIndex, name], message);
      const pem = (template: string) =>
        readPem(fill(template, report("clientCertificate")), report("clientCertificate"));
      byUrl.set(new URL(url).href, {
        certificate: readCertificate(clientCertificate, pem),
        proxy: proxy === undefined ? null : readProxy(fill(proxy, report("proxy")), report("proxy")),
      });
    });
  });
  return byUrl;
}

function readCertificate(
  files: ConfigFile["sources"][number]["feeds"][number]["clientCertificate"],
  pem: (file: string) => Secret,
): FeedRoute["certificate"] {
  if (files === undefined) return null;
  return { cert: pem(files.cert), key: pem(files.key), ca: files.ca === undefined ? null : pem(files.ca) };
}

function readPem(file: string, fault: (message: string) => void): Secret {
  try {
    return new Secret(readFileSync(file, "utf8"));
  } catch (error) {
    fault(`the file cannot be read (${messageOf(error)})`);
    return new Secret("");
  }
}

/** The message of the fault does not contain the address, because the address may contain a password. */
function readProxy(address: string, fault: (message: string) => void): Secret {
  const protocol = URL.canParse(address) ? new URL(address).protocol : "";
  if (protocol !== "http:" && protocol !== "https:") fault('expected a proxy such as "http://proxy.example.org:3128"');
  return new Secret(address);
}
