import { WireError } from "../../domain/errors.ts";
import { groupedBy } from "../../domain/grouped-by.ts";

/** An event stream that is open or about to open. */
export interface Stream {
  /** The address of the client to which the stream belongs. */
  readonly client: string;
  /** The view that it follows. */
  readonly view: string;
  /** Called when the stream has to make room for another client's. */
  end(): void;
}

/** The places of event streams and of the views that they follow, shared fairly among clients. */
export interface StreamPlaces {
  /**
   * Takes a place and returns a function that gives it back. When no place is free, the client that holds the most
   * loses a stream, or its least used view. Throws WireError rate-limited when the requesting client is over its own
   * limit, or would itself hold the most.
   */
  take(stream: Stream): () => void;
  isFollowed(view: string): boolean;
}

export interface PlaceLimits {
  readonly streamsMax: number;
  readonly clientStreamsMax: number;
  readonly viewsMax: number;
  /** The limit for views that no other client follows. */
  readonly clientViewsMax: number;
}

export function createStreamPlaces(limits: PlaceLimits): StreamPlaces {
  /** In the order in which they were opened. */
  const streams = new Set<Stream>();

  function end(stream: Stream): void {
    streams.delete(stream);
    stream.end();
  }

  function makeRoomForView(client: string): void {
    const views = viewsOf(streams);
    const owned = ownedBy(views);
    const own = owned.get(client)?.length ?? 0;
    if (own >= limits.clientViewsMax) throw tooMany(`${own} different views`);
    if (views.size < limits.viewsMax) return;
    for (const stream of leastUsed(greediest(owned, own, "different views"))) end(stream);
  }

  function makeRoomForStream(client: string): void {
    const held = groupedBy(streams, (stream) => stream.client);
    const own = held.get(client)?.length ?? 0;
    if (own >= limits.clientStreamsMax) throw tooMany(`${own} event streams`);
    if (streams.size < limits.streamsMax) return;
    const theirs = greediest(held, own, "event streams");
    const [oldest] = leastUsed([...groupedBy(theirs, ({ view }) => view).values()]);
    if (oldest !== undefined) end(oldest);
  }

  return {
    take(stream) {
      if (![...streams].some(({ view }) => view === stream.view)) makeRoomForView(stream.client);
      makeRoomForStream(stream.client);
      streams.add(stream);
      return () => streams.delete(stream);
    },
    isFollowed: (view) => [...streams].some((stream) => stream.view === view),
  };
}

type Views = ReadonlyMap<string, readonly Stream[]>;

function viewsOf(streams: Iterable<Stream>): Views {
  return groupedBy(streams, ({ view }) => view);
}

/** The views that only one client follows, grouped by client. Ending such a view affects no other client. */
function ownedBy(views: Views): ReadonlyMap<string, readonly (readonly Stream[])[]> {
  const alone = [...views.values()].filter((streams) => streams.every(({ client }) => client === streams[0]?.client));
  return groupedBy(alone, (streams) => streams[0]?.client ?? "");
}

/**
 * The streams or views of the client that holds the most. `own`: how many the requesting client holds. Throws when the
 * requesting client, with one more, would hold at least as many as that client.
 */
function greediest<Held>(
  held: ReadonlyMap<string, readonly Held[]>,
  own: number,
  named: "different views" | "event streams",
): readonly Held[] {
  const [most = []] = [...held.values()].sort((a, b) => b.length - a.length);
  if (most.length <= own + 1) throw tooMany(`all ${named}`);
  return most;
}

/** The view with the fewest streams; among equals the oldest. */
function leastUsed(views: readonly (readonly Stream[])[]): readonly Stream[] {
  return [...views].sort((a, b) => a.length - b.length)[0] ?? [];
}

function tooMany(what: string): WireError {
  return new WireError("rate-limited", `${what} are in use; close some of them, or try again later`);
}
