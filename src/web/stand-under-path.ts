import type { CookieOptions, Express, Response } from "express";
import { pathUnder } from "./page/base-path.ts";

/**
 * Lets every redirect and cookie of the application name the path under which readers see it, so that no route can
 * forget it. Another service of the same host does not get our cookies.
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
