import { expect } from "vitest";
import type { FetchRoute } from "../../../../src/domain/ports.ts";
import { answer, redirect, wire } from "../../../support/answers.ts";
import { testCertificate } from "../../../support/loopback-host.ts";
import { names } from "./names.ts";
import type { PublisherCase, Site } from "./publisher-case.ts";

const doc = wire([2, 1]);
const has = (headers: object) => expect.objectContaining(headers);
const lacks = (name: string) => expect.not.objectContaining({ [name]: expect.anything() });
const keys = { headersFor: () => ({ "x-key": "hush" }), queryFor: () => ({ apikey: "hush" }) };
const told = { log: expect.not.stringMatching(/hush|word/), message: null };

/** Point 8: sources with keys, certificates and proxies. */
export const keyCases: readonly PublisherCase[] = [
  {
    rule: "keys",
    manners: "good",
    name: "wants a key in a header, one in the query and a password",
    url: ({ url }) => url("/feed?lang=en").replace("http://", "http://desk:word@"),
    deps: () => keys,
    answers: () => ({ "/feed": answer(doc) }),
    polls: [
      {
        expect: {
          asked: ["/feed?lang=en&apikey=hush"],
          sent: has({ "x-key": "hush", authorization: `Basic ${btoa("desk:word")}` }),
          entries: 2,
          ...told,
        },
      },
    ],
  },
  {
    rule: "keys",
    manners: "good",
    name: "redirects within its host: the keys go along",
    deps: () => keys,
    answers: () => ({ "/feed": redirect(302, "/there"), "/there": answer(doc) }),
    polls: [
      { expect: { asked: ["/feed?apikey=hush", "/there?apikey=hush"], sentLast: has({ "x-key": "hush" }), ...told } },
    ],
  },
  {
    rule: "keys",
    manners: "bad",
    name: "redirects to another host, and repeats the query: no key goes along",
    url: ({ url }) => url("/feed").replace("http://", "http://desk:word@"),
    deps: () => keys,
    answers: ({ url }) => ({ "/feed": redirect(302, `${url("b/there")}?apikey=hush&a=1`), "b/there": answer(doc) }),
    polls: [
      {
        expect: {
          asked: ["/feed?apikey=hush", "b/there?a=1"],
          sentLast: lacks("x-key"),
          entries: 2,
          ...told,
        },
      },
      { expect: { sentLast: lacks("authorization") } },
    ],
  },
  {
    rule: "keys",
    manners: "bad",
    name: "moves to another host for good: the new address is asked without keys",
    deps: () => keys,
    answers: ({ url }) => ({ "/feed": redirect(301, url("b/new")), "b/new": answer(doc) }),
    polls: [
      { expect: {} },
      { after: 86_400_000, expect: {} },
      { expect: { asked: ["b/new"], sent: lacks("x-key"), ...told } },
    ],
  },
  {
    rule: "keys",
    manners: "bad",
    name: "names an archive at another host: it is asked without keys",
    deps: () => keys,
    answers: ({ url }) => ({
      "/feed": [answer(doc), answer(wire([9], `<atom:link rel="prev-archive" href="${url("b/old")}"/>`))],
      "b/old": answer(wire([3])),
    }),
    polls: [{ expect: {} }, { expect: { asked: ["/feed?apikey=hush", "b/old"], sentLast: lacks("x-key") } }],
  },
  {
    rule: "keys",
    manners: "bad",
    name: "refuses the key: the failure tells nothing of it",
    url: ({ url }) => url("/feed?token=hush"),
    deps: () => keys,
    answers: () => ({ "/feed": (_request, response) => response.writeHead(403).end("hush is no key") }),
    polls: [{ expect: { failure: "http-status", message: "403 Forbidden", log: told.log } }],
  },
  ...certificateCases(),
];

function certificateCases(): readonly PublisherCase[] {
  const rule = "certificates and proxies" as const;
  const secure = ({ hosts }: Site) => `https://feeds.test:${hosts.tlsPort}/feed`;
  const lookup = (site: Site) => ({ lookup: names([site.address.a]) });
  const by = (route: FetchRoute) => () => ({ routeFor: () => route });
  const certified = by({ certificate: testCertificate, proxy: null });
  return [
    {
      rule,
      manners: "good",
      name: "asks for a client certificate",
      url: secure,
      http: lookup,
      deps: certified,
      answers: () => ({ "/feed": answer(doc) }),
      polls: [{ expect: { entries: 2, failure: null } }],
    },
    {
      rule,
      manners: "good",
      name: "is reached through a proxy that wants a password",
      url: () => "http://feeds.test/feed",
      deps: ({ proxy }) => ({
        routeFor: () => ({ certificate: null, proxy: proxy.replace("http://", "http://desk:word@") }),
      }),
      answers: () => ({ "/feed": answer(doc) }),
      polls: [{ expect: { entries: 2, failure: null, log: expect.not.stringContaining("word") } }],
    },
    {
      rule,
      manners: "bad",
      name: "asks for a certificate that we have not",
      url: secure,
      http: lookup,
      answers: () => ({ "/feed": answer(doc) }),
      polls: [{ expect: { asked: [], failure: "tls-failed" } }],
    },
    {
      rule,
      manners: "bad",
      name: "does not speak TLS behind https",
      url: ({ url }) => url("/feed").replace("http:", "https:"),
      answers: () => ({ "/feed": answer(doc) }),
      polls: [{ expect: { asked: [], failure: "tls-failed" } }],
    },
    {
      rule,
      manners: "bad",
      name: "redirects to another host that asks for a certificate: that is not shown ours",
      url: secure,
      http: lookup,
      deps: certified,
      answers: ({ hosts }) => ({ "/feed": redirect(302, `https://other.test:${hosts.tlsPort}/b`), "/b": answer(doc) }),
      polls: [{ expect: { asked: ["/feed"], failure: "tls-failed" } }],
    },
    {
      rule,
      manners: "bad",
      name: "stands behind a dead proxy: its password is not told",
      deps: by({ certificate: null, proxy: "http://desk:word@127.0.6.9:1" }),
      answers: () => ({ "/feed": answer(doc) }),
      polls: [{ expect: { failure: "connect-failed", message: expect.not.stringContaining("word"), log: told.log } }],
    },
    {
      rule,
      manners: "bad",
      name: "would have the proxy ask an address inside",
      url: () => "http://169.254.169.254/feed",
      http: () => ({ allowPrivateAddresses: false }),
      deps: ({ proxy }) => ({ routeFor: () => ({ certificate: null, proxy }) }),
      answers: () => ({}),
      polls: [{ expect: { asked: [], failure: "address-refused" } }],
    },
  ];
}
