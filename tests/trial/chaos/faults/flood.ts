import type { Fault } from "../fault.ts";

/** Strangers search for hundreds of things at once; whoever wants the feed itself still gets it. */
export const flood: Fault = {
  name: "flood of requests",
  can: () => null,
  async do({ service, random }) {
    const strangers = Array.from({ length: 300 }, (_, at) => {
      const words = `${String.fromCharCode(97 + (at % 26))}* ${Math.floor(random() * 1e6).toString(36)}`;
      const path = at % 2 === 0 ? `/feeds/all.rss?q=${encodeURIComponent(words)}` : `/?q=${encodeURIComponent(words)}`;
      return service.ask(path).then(
        ({ status }) => status,
        () => null,
      );
    });
    const { status } = await service.ask("/feeds/all.rss");
    if (status !== 200) throw new Error(`/feeds/all.rss answered ${status} under a flood of searches`);
    const bugs = (await Promise.all(strangers)).filter((answered) => answered === 500);
    if (bugs.length > 0) throw new Error(`${bugs.length} searches were answered with 500`);
  },
  heal: async () => undefined,
  line: null,
  healedLine: null,
  stopsServing: false,
};
