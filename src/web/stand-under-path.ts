import type { CookieOptions, Express, Response } from "express";
import { pathUnder } from "./page/base-path.ts";

/**
 * Puts the base path before the address of every redirect and the path of every cookie, so that routes need not do so.
 * Browsers then do not send our cookies to other services of the same host.
 */
export function standUnderPath(app: Express, basePath: string): void {
  if (basePath === "") return;
  const { location, cookie } = app.response;
  app.response.location = function under(address) {
    return location.call(this, pathUnder(basePath, address));
  };
  app.response.cookie = function under(name: string, value: unknown, options: CookieOptions = {}) {
    const { path = "/" } = options;
    const inside = path === "/" ? basePath : pathUnder(basePath, path);
    // The types have only the last of the function's three forms.
    return (cookie as (...given: unknown[]) => Response).call(this, name, value, { ...options, path: inside });
  };
}
