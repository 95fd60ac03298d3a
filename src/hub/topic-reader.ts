import { LRUCache } from "lru-cache";
import type { TopicDocument, TopicDocuments, TopicVersion } from "../domain/hub.ts";
import type { Cursor } from "../domain/section.ts";
import type { ReadStore } from "../domain/store.ts";

/** Reads topics for the hub. When a change goes to many subscribers, the changed document is requested only once. */
export interface TopicReader {
  /** The present version of the topic; null when the address is not a topic (any more). */
  readVersion(topic: string): Promise<TopicVersion | null>;
  /** The topic's document, or a page of its archive; null when there is none. `after`: as in `TopicDocuments.read`. */
  readDocument(topic: string, after: Cursor | null): Promise<TopicDocument | null>;
}

export function createTopicReader(deps: {
  readonly documents: TopicDocuments;
  readonly store: Pick<ReadStore, "readChangeMark">;
}): TopicReader {
  const versions = new LRUCache<string, Known>({ max: versionsMax });
  const documents = new LRUCache<string, TopicDocument>({
    maxSize: bytesKeptMax,
    sizeCalculation: ({ bytes }) => Math.max(bytes.length, 1),
  });
  const asked = new Map<string, Promise<TopicVersion | null>>();

  /** Reads the present version of a topic, and keeps its document. `held`: the version that the caller already has. */
  async function ask(topic: string, held: TopicVersion | null): Promise<TopicVersion | null> {
    const mark = await deps.store.readChangeMark();
    const known = versions.get(topic);
    if (held !== null && known?.mark === mark && known.version.etag === held.etag) return held;
    const reading = await deps.documents.read(topic, null, held?.etag ?? null);
    if (reading.kind === "gone") {
      versions.delete(topic);
      documents.delete(topic);
      return null;
    }
    if (reading.kind === "made") documents.set(topic, reading.document);
    const version = reading.kind === "made" ? versionOf(reading.document) : held;
    if (version === null)
      throw new Error('the renderer answered "unchanged" although the hub has no version of the topic');
    versions.set(topic, { mark, version });
    return version;
  }

  /** Calls `ask` only once for simultaneous calls with the same topic and the same held version. */
  function askOnce(topic: string, held: TopicVersion | null): Promise<TopicVersion | null> {
    const name = `${held?.etag ?? ""} ${topic}`;
    const running = asked.get(name) ?? ask(topic, held).finally(() => asked.delete(name));
    asked.set(name, running);
    return running;
  }

  return {
    readVersion: (topic) => askOnce(topic, versions.get(topic)?.version ?? null),
    async readDocument(topic, after) {
      if (after !== null) {
        const page = await deps.documents.read(topic, after, null);
        return page.kind === "made" ? page.document : null;
      }
      const kept = documents.get(topic);
      const version = await askOnce(topic, kept === undefined ? null : versionOf(kept));
      if (version === null) return null;
      // The cache may have dropped the document in the meantime, if the documents of all topics exceed its limit.
      return version.etag === kept?.etag ? kept : (documents.peek(topic) ?? readDocument(topic));
    },
  };

  async function readDocument(topic: string): Promise<TopicDocument | null> {
    const reading = await deps.documents.read(topic, null, null);
    return reading.kind === "made" ? reading.document : null;
  }
}

interface Known {
  /** The store's change mark at which this version was known to be current. */
  readonly mark: number;
  readonly version: TopicVersion;
}

function versionOf({ etag, newest }: TopicVersion): TopicVersion {
  return { etag, newest };
}

const versionsMax = 20_000;
const bytesKeptMax = 32 * 1024 * 1024;
