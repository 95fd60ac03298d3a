import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { type Request, type Response, Router } from "express";
import type { Publisher } from "../publish/publisher.ts";
import { basePathOf } from "./page/base-path.ts";
import { baseStyle } from "./style/base-style.ts";
import { columnsStyle } from "./style/columns-style.ts";
import { pageStyle } from "./style/page-style.ts";
import { riverStyle } from "./style/river-style.ts";

/**
 * `/assets/…`: the style sheet, the icon, and the pages' script as the ES modules that the compiler makes from
 * `src/web/assets/`. `/domain/…`: the files that this script shares with the server, which are the analyser and the
 * query language.
 */
export function createAssetRoutes({ baseUrl }: Pick<Publisher, "baseUrl">): Router {
  const router = Router({ caseSensitive: true, strict: true });
  const assets = readAssets();
  const robots = robotsOf(basePathOf(baseUrl));
  const shared = new Map(sharedFolders.flatMap((folder) => [...readScripts(`../domain/${folder}`, folder)]));
  router.get("/assets/:name", (request, response, next) => {
    send(assets.get(request.params.name), request, response, next);
  });
  router.get(["/domain/:name", "/domain/:folder/:name"], (request, response, next) => {
    const { folder, name } = request.params as { readonly folder?: string; readonly name: string };
    send(shared.get(`${folder === undefined ? "" : `${folder}/`}${name}`), request, response, next);
  });
  router.get("/robots.txt", (request, response) => sendAsset(response, robots, request.headers["if-none-match"]));
  return router;
}

/**
 * RFC 9309. A crawler that follows filters, stories and versions would never end. Crawlers read this file only at the
 * root of a host. If our pages are below a path, the operator copies it there.
 */
function robotsOf(path: string): Asset {
  const rules = [`Allow: ${path}/feeds/`, `Allow: ${path}/feeds.opml`, `Disallow: ${path}/`];
  return assetOf("text/plain", `User-agent: *\n${rules.join("\n")}\n`);
}

/**
 * The folders of `domain/` from which the pages' scripts import. Everything in them runs in browsers, and nothing is
 * secret.
 */
const sharedFolders = ["", "analyse/", "query/"];

function send(asset: Asset | undefined, request: Request, response: Response, next: () => void): void {
  if (asset === undefined) next();
  else sendAsset(response, asset, request.headers["if-none-match"]);
}

interface Asset {
  readonly type: string;
  readonly body: string;
  readonly etag: string;
}

function readAssets(): ReadonlyMap<string, Asset> {
  return new Map([
    ["desk.css", assetOf("text/css", baseStyle + riverStyle + columnsStyle + pageStyle)],
    ["icon.svg", assetOf("image/svg+xml", icon)],
    ...readScripts("./assets/", ""),
  ]);
}

/** The scripts of a folder, by their names after `prefix`. */
function readScripts(path: string, prefix: string): ReadonlyMap<string, Asset> {
  const folder = new URL(path, import.meta.url);
  const scripts = readdirSync(folder).filter((name) => /^[a-z-]+\.js$/.test(name));
  return new Map(
    scripts.map((name) => {
      const text = readFileSync(new URL(name, folder), "utf8")
        .replace(/\n\/\/# sourceMappingURL=.*\s*$/, "\n")
        .replaceAll(...sharedAddress);
      return [`${prefix}${name}`, assetOf("text/javascript", text)] as const;
    }),
  );
}

/**
 * The compiled files import shared files from two folders up, but the shared files are served one folder up. At the
 * root of a host both addresses mean the same. Below a base path, two folders up would be outside that path.
 */
const sharedAddress = ['"../../domain/', '"../domain/'] as const;

function assetOf(type: string, body: string): Asset {
  const etag = `"${createHash("sha256").update(body).digest("base64url").slice(0, 22)}"`;
  return { type: `${type}; charset=utf-8`, body, etag };
}

/** Sends an asset. Browsers check it at each use, so that an upgrade is visible at once. */
function sendAsset(response: Response, asset: Asset, ifNoneMatch: string | undefined): void {
  response.setHeader("ETag", asset.etag);
  response.setHeader("Cache-Control", "no-cache");
  if (ifNoneMatch === asset.etag) {
    response.status(304).end();
    return;
  }
  response.setHeader("Content-Type", asset.type);
  response.end(asset.body);
}

const icon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="6" fill="#14181d"/><path d="M6 11h20M6 16h14M6 21h17" stroke="#fff" stroke-width="3" stroke-linecap="round"/><circle cx="25" cy="8" r="4" fill="#d3122e"/></svg>`;
