import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import type { Clock } from "../../domain/ports.ts";
import { hourMs, type Instant } from "../../domain/time.ts";

/** A person who has given the admin token. `name` is recorded with their changes. */
export interface Session {
  readonly name: string;
  /** A secret that every form contains. A request that another site forged does not have it. */
  readonly csrf: string;
}

export interface Sessions {
  readonly isToken: (given: string) => boolean;
  /** The cookie's value for a new session. */
  readonly open: (name: string) => string;
  /** Returns null when the cookie is not a valid, running session. */
  readonly read: (cookie: string | undefined) => Session | null;
  /** The id by which a valid, running session is ended in all processes; null for any other cookie. */
  readonly idOf: (cookie: string | undefined) => string | null;
  /** Ends a session in this process. The caller must save the result in the store, for the other processes. */
  readonly end: (cookie: string | undefined) => EndedSession | null;
  readonly isCsrf: (session: Session, given: string) => boolean;
}

/** A session that was signed out. It is remembered until it would have ended by itself. */
export interface EndedSession {
  readonly id: string;
  readonly until: Instant;
}

export const sessionMsMax = 12 * hourMs;
export const sessionCookie = "wiredesk_session";
export const editorNameCharsMax = 60;

/**
 * Sessions in signed cookies. They survive a restart; a new admin token ends them all. A copied cookie would stay valid
 * after signing out, so the ids of ended sessions are kept: here, and in the store (`drop-ended-session.ts`).
 */
export function createSessions(adminToken: string, clock: Clock): Sessions {
  const key = createHmac("sha256", "wiredesk session").update(adminToken).digest();
  const sign = (text: string) => createHmac("sha256", key).update(text).digest("base64url");
  const ended = new Map<string, Instant>();
  const idOf = (payload: string) => sign(`id ${payload}`).slice(0, idCharsMax);
  /** Returns null for a cookie that we did not sign or that has expired. */
  const open = (cookie: string | undefined): (Payload & { readonly text: string }) | null => {
    const [text = "", signature = ""] = (cookie ?? "").split(".");
    if (text === "" || !same(signature, sign(text))) return null;
    // The signature is ours, so the text is a payload that we wrote.
    const payload = JSON.parse(Buffer.from(text, "base64url").toString()) as Payload;
    return payload.until > clock.now() && !ended.has(idOf(text)) ? { ...payload, text } : null;
  };
  return {
    isToken: (given) => same(sign(`token ${given}`), sign(`token ${adminToken}`)),
    open(name) {
      const payload: Payload & { readonly nonce: string } = {
        name: name.slice(0, editorNameCharsMax),
        until: clock.now() + sessionMsMax,
        nonce: randomBytes(9).toString("base64url"),
      };
      const text = Buffer.from(JSON.stringify(payload)).toString("base64url");
      return `${text}.${sign(text)}`;
    },
    read(cookie) {
      const session = open(cookie);
      return session && { name: session.name, csrf: sign(`csrf ${session.text}`) };
    },
    idOf(cookie) {
      const session = open(cookie);
      return session && idOf(session.text);
    },
    end(cookie) {
      const session = open(cookie);
      if (session === null) return null;
      for (const [id, until] of ended) if (until <= clock.now()) ended.delete(id);
      ended.set(idOf(session.text), session.until);
      return { id: idOf(session.text), until: session.until };
    },
    isCsrf: (session, given) => same(session.csrf, given),
  };
}

interface Payload {
  readonly name: string;
  readonly until: Instant;
}

const idCharsMax = 22;

function same(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
