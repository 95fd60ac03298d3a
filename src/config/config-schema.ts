import ipaddr from "ipaddr.js";
import cron from "node-cron";
import { z } from "zod";
import { sourceKinds } from "../domain/feed.ts";
import { dayMs, minuteMs } from "../domain/time.ts";
import { alertSchema } from "./alerts/alert-schema.ts";
import { channelSchema } from "./channel-schema.ts";
import { logFormats, logLevels } from "./config.ts";
import { duration, matchSchema } from "./matching/match-schema.ts";

/**
 * The shape of `config/wiredesk.yaml`. Unknown keys are faults: a misspelt option that does nothing is worse than an
 * error. The messages say what was expected; `load-config` adds file and line.
 */
const httpUrl = z.string().refine(
  (text) => {
    const protocol = URL.canParse(text) ? new URL(text).protocol : "";
    return protocol === "http:" || protocol === "https:";
  },
  { message: "expected an absolute http:// or https:// address" },
);

const feedSchema = z.strictObject({
  url: httpUrl.describe("the feed's address"),
  title: z.string().optional().describe("default: the title that the feed states"),
  interval: duration("5m")
    .optional()
    .describe("the time between two polls (90s, 5m, 2h); default: by the feed's rhythm and its publisher's wishes"),
  clientCertificate: z
    .strictObject({ cert: z.string().min(1), key: z.string().min(1), ca: z.string().min(1).optional() })
    .optional()
    .describe("PEM files"),
  proxy: z.string().min(1).optional().describe("an http proxy for this feed"),
  basic: z
    .string()
    .regex(/^[^:]+:/, "expected a name and a password with a colon between them")
    .optional()
    .describe("name:password"),
  query: z.record(z.string().min(1), z.string()).optional().describe("secret parts of the address, such as keys"),
  headers: z
    .record(z.string().regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/, "expected a header name"), z.string())
    .optional()
    .describe("request headers; their secrets may come from the environment"),
});

const sourceSchema = z.strictObject({
  name: z.string().trim().min(1, "expected a name"),
  kind: z.enum(sourceKinds).default("outlet").describe("an agency's own text leads its reprints"),
  rank: z.number().int().min(0).max(1000).default(100).describe("the source with the lower number leads"),
  family: z
    .string()
    .trim()
    .min(1, "expected a name")
    .optional()
    .describe("the house behind several sources, which count as one outlet"),
  private: z.boolean().default(false).describe("licensed copy: only editors and sections with keys show it"),
  feeds: z.array(feedSchema).default([]),
});

const sectionSchema = z.strictObject({
  id: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,63}$/, "expected lower-case letters, digits and hyphens")
    .refine((id) => id !== "all" && id !== "source" && id !== "feed", {
      message: "this id is built in; choose another",
    }),
  title: z.string().optional(),
  match: matchSchema.prefault({}).describe("an entry must pass every part"),
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

/** Express's names for groups of addresses: the machine itself, link-local addresses, and private addresses. */
const proxyGroups = ["loopback", "linklocal", "uniquelocal"];
const proxyAddress = z
  .string()
  .refine((text) => proxyGroups.includes(text) || ipaddr.isValid(text) || ipaddr.isValidCIDR(text), {
    message: `expected an address, a range such as "10.0.0.0/8", or one of ${proxyGroups.join(", ")}`,
  });

const serverSchema = z.strictObject({
  port: z.number().int().min(0).max(65535).default(8080),
  host: z.string().min(1).default("127.0.0.1").describe("the address to listen on"),
  baseUrl: httpUrl.optional().describe("the address that readers see; it may have a path"),
  trustedProxies: z.array(proxyAddress).default([]).describe("proxies whose X-Forwarded-For header is believed"),
});

const gap = duration("1s").or(z.literal("0s").transform(() => 0));
const hostParallelMax = 16;

const pollingSchema = z.strictObject({
  cron: z
    .string()
    .refine((text) => cron.validate(text), { message: 'expected a crontab expression such as "* * * * *"' })
    .default("* * * * *")
    .describe("when to check which feeds are due"),
  concurrency: z.number().int().min(1).max(512).default(32).describe("how many feeds are polled at the same time"),
  allowPrivateAddresses: z.boolean().default(false).describe("true: feeds may be on your own network"),
  userAgent: z
    .string()
    .regex(/^[\x20-\x7e]{1,200}$/, "expected up to 200 printable ASCII characters, because it is sent in a header")
    .optional(),
  subscribers: z
    .number()
    .int()
    .min(1)
    .default(1)
    .describe("how many readers you have; the user agent tells publishers"),
  minInterval: duration("1m")
    .default(minuteMs)
    .describe("the shortest time between two polls of a feed without an `interval` of its own; default 1m"),
  maxInterval: duration("24h")
    .default(dayMs)
    .describe("the longest time between two polls, unless `interval` or the publisher asks for more; default 24h"),
  hostGap: gap.default(1000).describe("the pause between two requests to one site; default 1s"),
  hosts: z
    .record(
      z.string(),
      z.strictObject({ gap: gap.optional(), parallel: z.number().int().min(1).max(hostParallelMax).default(1) }),
    )
    .default({})
    .describe("exceptions, by registrable domain or address"),
  allowAddresses: z.array(z.string()).default([]).describe("private addresses and ranges that are allowed"),
  websub: z.boolean().default(false).describe("true: hubs announce news to us; baseUrl must be reachable from outside"),
  maxBytes: z
    .number()
    .int()
    .min(1024)
    .default(16 * 1024 * 1024)
    .describe("the largest feed, after decompression"),
  timeout: duration("60s").default(minuteMs).describe("the time for one whole request; default 60s"),
});

const hubSchema = z.strictObject({
  enabled: z.boolean().default(true),
  allowPrivateAddresses: z.boolean().default(false),
});

const retentionSchema = z.strictObject({
  entries: duration("365d")
    .default(365 * dayMs)
    .describe("how long entries are kept; default 365d"),
  captures: z.number().int().min(0).max(100).default(5).describe("raw documents kept for each feed"),
});

const backupSchema = z.strictObject({
  at: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'expected a time of day such as "03:15"')
    .default("03:15")
    .describe("the time of day, in the machine's time zone"),
  to: z.string().min(1).describe("the folder for the copies; wiredesk makes it if it does not exist"),
  keep: z.number().int().min(1).max(1000).default(7).describe("how many copies are kept; older ones are deleted"),
});

const pingSchema = z.strictObject({
  url: z
    .string()
    .regex(/^https?:\/\//, "expected an http:// or https:// address")
    .describe("wiredesk requests it while all is well; parts of it may come from the environment"),
  every: duration("1m").default(minuteMs).describe("default 1m"),
});

export const configSchema = z.strictObject({
  server: serverSchema.prefault({}),
  store: z
    .string()
    .regex(/^(sqlite:.+|postgres(ql)?:\/\/.+)$/, 'expected "sqlite:path/to/file.db" or "postgres://user@host/database"')
    .default("sqlite:data/wiredesk.db")
    .describe("where all the news is: sqlite:PATH (from the working directory), or postgres://user@host/database"),
  polling: pollingSchema.prefault({}),
  hub: hubSchema.prefault({}),
  retention: retentionSchema.prefault({}),
  backup: backupSchema.optional().describe("a copy of the store each day; default: none"),
  ping: pingSchema.optional().describe("a monitor that notices when the service falls silent; default: none"),
  logLevel: z.enum(logLevels).default("info"),
  accessLog: z.boolean().default(false).describe("true: a log line for each request"),
  logFormat: z.enum(logFormats).default("auto").describe("auto: plain on a terminal, JSON lines elsewhere"),
  sources: z.array(sourceSchema).default([]),
  sections: z.array(sectionSchema).default([]),
  channels: z.array(channelSchema).max(200).default([]).describe("where alerts go"),
  alerts: z.array(alertSchema).default([]).describe("rules: which news is sent to which channels"),
  terms: z
    .record(
      z.string().regex(/^[a-z][a-z0-9_-]{0,63}$/, "expected lower-case letters, digits, hyphens and underscores"),
      z.array(z.string().min(1)).min(1).max(500, "expected 500 terms at most"),
    )
    .default({}),
});

export type ConfigFile = z.infer<typeof configSchema>;
