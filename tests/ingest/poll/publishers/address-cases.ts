import { expect } from "vitest";
import { answer, redirect, wire } from "../../../support/answers.ts";
import { names } from "./names.ts";
import type { PublisherCase, Site } from "./publisher-case.ts";

const doc = wire([2, 1]);

/** No private address receives a request, except the first host. */
const strict = (site: Site) => ({ allowPrivateAddresses: false, allowAddresses: [site.address.a] });
const named = (site: Site) => `http://feeds.test:${site.hosts.port}/feed`;
const closing = answer(doc, { connection: "close" });

/** Point 7: addresses to which redirects and names may lead the poller. */
export const addressCases: readonly PublisherCase[] = [
  {
    rule: "addresses",
    manners: "good",
    name: "stands on an address that the operator lets through",
    http: strict,
    answers: () => ({ "/feed": answer(doc) }),
    polls: [{ expect: { entries: 2 } }],
  },
  {
    rule: "addresses",
    manners: "good",
    name: "has a name with a good address among bad ones: only that is connected to",
    url: named,
    http: (site) => ({ ...strict(site), lookup: names(["10.0.0.1", site.address.a]) }),
    answers: () => ({ "/feed": answer(doc) }),
    polls: [{ expect: { entries: 2 } }],
  },
  ...["127.0.0.1", "[::1]", "0x7f.1", "2130706433", "[::ffff:127.0.0.1]", "169.254.169.254", "[64:ff9b::7f00:1]"].map(
    (host): PublisherCase => ({
      rule: "addresses",
      manners: "bad",
      name: `stands at ${host}`,
      url: ({ hosts }) => `http://${host}:${hosts.port}/feed`,
      http: strict,
      answers: () => ({}),
      polls: [{ expect: { asked: [], failure: "address-refused" } }],
    }),
  ),
  {
    rule: "addresses",
    manners: "bad",
    name: "has a public name that leads to a private address",
    url: named,
    http: (site) => ({ ...strict(site), lookup: names(["10.0.0.1"]) }),
    answers: () => ({ "/feed": answer(doc) }),
    polls: [
      { expect: { asked: [], failure: "address-refused", message: expect.stringContaining("resolves to 10.0.0.1") } },
    ],
  },
  {
    rule: "addresses",
    manners: "bad",
    name: "binds its name to another address after the first look (DNS rebinding)",
    url: named,
    http: (site) => ({ ...strict(site), lookup: names([site.address.a], [site.address.b]) }),
    answers: () => ({ "/feed": closing, "b/feed": closing }),
    polls: [{ expect: { asked: ["/feed"], entries: 2 } }, { expect: { asked: [], failure: "address-refused" } }],
  },
  {
    rule: "addresses",
    manners: "bad",
    name: "redirects into the inside",
    http: strict,
    answers: ({ url }) => ({ "/feed": redirect(302, url("b/admin")), "b/admin": answer(doc) }),
    polls: [{ expect: { asked: ["/feed"], failure: "address-refused", entries: 0 } }],
  },
  {
    rule: "addresses",
    manners: "bad",
    name: "redirects to a port that no feed is served on, where private addresses are allowed",
    answers: ({ address }) => ({ "/feed": redirect(302, `http://${address.a}:25/`) }),
    polls: [{ expect: { asked: ["/feed"], failure: "address-refused", message: expect.stringContaining("port 25") } }],
  },
];
