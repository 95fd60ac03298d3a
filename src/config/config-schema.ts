import ipaddr from "ipaddr.js";
import cron from "node-cron";
import { z } from "zod";
import { sourceKinds } from "../domain/feed.ts";
import { dayMs, minuteMs } from "../domain/time.ts";
import { logFormats, logLevels } from "./config.ts";
import { readDuration } from "./duration.ts";

/**
 * The shape of `config/wiredesk.yaml`. Unknown keys are faults: a misspelt option that does nothing is worse than an
 * error. The messages say what was expected; `load-config` adds file and line.
 */
const duration = (example: string) =>
  z.string().transform((text, context) => {
    const ms = readDuration(text);
    if (ms !== null) return ms;
    context.addIssue({ code: "custom", message: `expected a duration such as "${example}" (s, m, h, d)` });
    return z.NEVER;
  });

const httpUrl = z.string().refine(
  (text) => {
    const protocol = URL.canParse(text) ? new URL(text).protocol : "";
    return protocol === "http:" || protocol === "https:";
  },
  { message: "expected an absolute http:// or https:// address" },
);

const feedSchema = z.strictObject({
  url: httpUrl,
  title: z.string().optional(),
  interval: duration("5m").optional(),
  clientCertificate: z
    .strictObject({ cert: z.string().min(1), key: z.string().min(1), ca: z.string().min(1).optional() })
    .optional(),
  proxy: z.string().min(1).optional(),
  basic: z
    .string()
    .regex(/^[^:]+:/, "expected a name and a password with a colon between them")
    .optional(),
  query: z.record(z.string().min(1), z.string()).optional(),
  headers: z.record(z.string().regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/, "expected a header name"), z.string()).optional(),
});

const sourceSchema = z.strictObject({
  name: z.string().trim().min(1, "expected a name"),
  kind: z.enum(sourceKinds).default("outlet"),
  rank: z.number().int().min(0).max(1000).default(100),
  private: z.boolean().default(false),
  feeds: z.array(feedSchema).default([]),
});

const matchSchema = z.strictObject({
  sources: z.array(z.string()).default([]),
  kinds: z.array(z.enum(sourceKinds)).default([]),
  languages: z
    .array(z.string().regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]+)*$/, 'expected a language tag such as "en"'))
    .default([]),
  categories: z.array(z.string()).default([]),
  query: z.string().optional(),
  urgency: z.number().int().min(1).max(8).optional(),
  hours: z.union([z.string().transform((range) => [range]), z.array(z.string())]).optional(),
  timeZone: z.string().optional(),
});

const sectionSchema = z.strictObject({
  id: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,63}$/, "expected lower-case letters, digits and hyphens")
    .refine((id) => id !== "all" && id !== "source" && id !== "feed", {
      message: "this id is built in; choose another",
    }),
  title: z.string().optional(),
  match: matchSchema.prefault({}),
  access: z
    .strictObject({
      keys: z
        .array(
          z.strictObject({
            name: z.string().min(1),
            sha256: z.string().regex(/^[0-9a-f]{64}$/, 'expected the value that "wiredesk keys new SECTION" prints'),
          }),
        )
        .min(1, "expected a key; remove access if everybody may read the section"),
    })
    .optional(),
});

/** Express's names for address groups: the machine itself, its local link, and private addresses. */
const proxyGroups = ["loopback", "linklocal", "uniquelocal"];
const proxyAddress = z
  .string()
  .refine((text) => proxyGroups.includes(text) || ipaddr.isValid(text) || ipaddr.isValidCIDR(text), {
    message: `expected an address, a range such as "10.0.0.0/8", or one of ${proxyGroups.join(", ")}`,
  });

const serverSchema = z.strictObject({
  port: z.number().int().min(0).max(65535).default(8080),
  host: z.string().min(1).default("127.0.0.1"),
  baseUrl: httpUrl.optional(),
  trustedProxies: z.array(proxyAddress).default([]),
});

const gap = duration("1s").or(z.literal("0s").transform(() => 0));
const hostParallelMax = 16;

const pollingSchema = z.strictObject({
  cron: z
    .string()
    .refine((text) => cron.validate(text), { message: 'expected a crontab expression such as "* * * * *"' })
    .default("* * * * *"),
  concurrency: z.number().int().min(1).max(512).default(32),
  allowPrivateAddresses: z.boolean().default(false),
  userAgent: z
    .string()
    .regex(/^[\x20-\x7e]{1,200}$/, "expected up to 200 printable ASCII characters, because it is sent in a header")
    .optional(),
  subscribers: z.number().int().min(1).default(1),
  minInterval: duration("1m").default(minuteMs),
  maxInterval: duration("24h").default(dayMs),
  hostGap: gap.default(1000),
  hosts: z
    .record(
      z.string(),
      z.strictObject({ gap: gap.optional(), parallel: z.number().int().min(1).max(hostParallelMax).default(1) }),
    )
    .default({}),
  allowAddresses: z.array(z.string()).default([]),
  websub: z.boolean().default(false),
  maxBytes: z
    .number()
    .int()
    .min(1024)
    .default(16 * 1024 * 1024),
  timeout: duration("60s").default(minuteMs),
});

const hubSchema = z.strictObject({
  enabled: z.boolean().default(true),
  allowPrivateAddresses: z.boolean().default(false),
});

const retentionSchema = z.strictObject({
  entries: duration("365d").default(365 * dayMs),
  captures: z.number().int().min(0).max(100).default(5),
});

export const configSchema = z.strictObject({
  server: serverSchema.prefault({}),
  store: z
    .string()
    .regex(/^(sqlite:.+|postgres(ql)?:\/\/.+)$/, 'expected "sqlite:path/to/file.db"')
    .default("sqlite:data/wiredesk.db"),
  polling: pollingSchema.prefault({}),
  hub: hubSchema.prefault({}),
  retention: retentionSchema.prefault({}),
  logLevel: z.enum(logLevels).default("info"),
  logFormat: z.enum(logFormats).default("auto"),
  sources: z.array(sourceSchema).default([]),
  sections: z.array(sectionSchema).default([]),
  terms: z
    .record(
      z.string().regex(/^[a-z][a-z0-9_-]{0,63}$/, "expected lower-case letters, digits, hyphens and underscores"),
      z.array(z.string().min(1)).min(1).max(500, "expected 500 terms at most"),
    )
    .default({}),
});

export type ConfigFile = z.infer<typeof configSchema>;
