import { minuteMs } from "../../../src/domain/time.ts";
import type { TestItem } from "../../support/feed-documents.ts";
import { noon } from "../../support/store-fixtures.ts";
import type { AlertWorld } from "./alert-world.ts";

const body = `LISBON, Nov 22 (Northern Wire) - A bridge over the Tagus was closed to all traffic on Sunday after engineers
found cracks in two of its main cables, the port authority said. Ferries between Almada and the city ran every ten
minutes, and thousands of commuters waited at the quays. The authority expects repairs to last until the spring.
Inspectors had warned of corrosion in a report two years ago, which the ministry did not publish.`;
const more = [
  `The minister of infrastructure, Ana Teles, ordered an inquiry and said that the report would be published this week.`,
  `Police closed the railway deck as well on Sunday evening, and trains from the south now end at Pragal station.`,
];

const outlets = Array.from({ length: 30 }, (_, at) => `Outlet ${at + 1}`);
/** The agency and the thirty outlets. */
export const sources = {
  "Northern Wire": { kind: "agency", rank: 1 },
  ...Object.fromEntries(outlets.map((name) => [name, { kind: "outlet", rank: 50 } as const])),
} as const;

/** The agency's text in one of its versions, or an outlet's reprint of it. */
export function textOf(
  source: string,
  version: number,
  title = "Tagus bridge closed after cracks are found in cables",
): TestItem {
  const site = source.toLowerCase().replaceAll(" ", "-");
  const cue = source === "Northern Wire" && version > 0 ? `UPDATE ${version}-` : "";
  return {
    guid: `${site}-bridge-${version}`,
    title: `${cue}${title}`,
    url: `https://${site}.example/bridge/${version}`,
    text: [...more.slice(0, version).reverse(), body].join(" "),
    date: null,
  };
}

/** Two hours in which every outlet reprints every version a while after the agency, and then a withdrawal. */
export async function twoHours(world: AlertWorld): Promise<void> {
  const at = (minutes: number) => {
    world.clock.time = noon + minutes * minuteMs;
  };
  for (const version of [0, 1, 2]) {
    at(version * 35);
    await world.poll("Northern Wire", [textOf("Northern Wire", version)]);
    for (const [place, outlet] of outlets.entries()) {
      at(version * 35 + 2 + place);
      await world.poll(outlet, [textOf(outlet, version)]);
    }
  }
  at(110);
  const notice = `Northern Wire withdraws its report on the bridge over the Tagus. Do not use it. A substitute will not follow.`;
  const title = "WITHDRAWN - Tagus bridge closed after cracks are found in cables";
  const last = textOf("Northern Wire", 2);
  await world.poll("Northern Wire", [{ ...last, title, text: notice }]);
  for (const [place, outlet] of outlets.entries()) {
    at(112 + place / 5);
    await world.poll(outlet, [{ ...textOf(outlet, 2), title: `WITHDRAWN: ${textOf(outlet, 2).title}`, text: notice }]);
  }
}
