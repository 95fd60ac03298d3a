import { createHmac, timingSafeEqual } from "node:crypto";
import type { Clock } from "../../domain/ports.ts";
import { hourMs } from "../../domain/time.ts";

/** Somebody who has shown the admin token. `name` is recorded with what they change. */
export interface Session {
  readonly name: string;
  /** Goes into every form: a request that another site forged does not have it. */
  readonly csrf: string;
}

export interface Sessions {
  readonly isToken: (given: string) => boolean;
  /** The cookie's value for a new session. */
  readonly open: (name: string) => string;
  /** null where the cookie is no valid, running session. */
  readonly read: (cookie: string | undefined) => Session | null;
  readonly isCsrf: (session: Session, given: string) => boolean;
}

export const sessionMsMax = 12 * hourMs;
export const sessionCookie = "wiredesk_session";
export const editorNameCharsMax = 60;

/** Sessions that live in a signed cookie alone: they outlast a restart, and a new admin token ends them all. */
export function createSessions(adminToken: string, clock: Clock): Sessions {
  const key = createHmac("sha256", "wiredesk session").update(adminToken).digest();
  const sign = (text: string) => createHmac("sha256", key).update(text).digest("base64url");
  return {
    isToken: (given) => same(sign(`token ${given}`), sign(`token ${adminToken}`)),
    open(name) {
      const until = clock.now() + sessionMsMax;
      const payload = Buffer.from(JSON.stringify({ name: name.slice(0, editorNameCharsMax), until })).toString(
        "base64url",
      );
      return `${payload}.${sign(payload)}`;
    },
    read(cookie) {
      const [payload = "", signature = ""] = (cookie ?? "").split(".");
      if (payload === "" || !same(signature, sign(payload))) return null;
      // Signed by us, so it is what we wrote.
      const { name, until } = JSON.parse(Buffer.from(payload, "base64url").toString()) as {
        name: string;
        until: number;
      };
      return until > clock.now() ? { name, csrf: sign(`csrf ${payload}`) } : null;
    },
    isCsrf: (session, given) => same(session.csrf, given),
  };
}

function same(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
