/**
 * Watches what a process that was stopped or cut off writes when it goes on. It may write nothing that it decided or
 * fetched before: a desk decides nothing unless it takes the desk over again, and a poller stores only entries of feeds
 * that it has asked for anew.
 */
export function writesOf({ database, network, publishers }, { role, place }) {
  const readAudit = (at) =>
    database.rows(
      `SELECT a.at, a.what, e.guid FROM audit a JOIN entries e ON e.id = a.entry
       WHERE a.host = $1 AND a.at > $2 ORDER BY a.at`,
      [place.store, at],
    );
  return {
    async begin() {
      const at = performance.now();
      const [[storeAt, fence]] = await database.rows(
        "SELECT extract(epoch from clock_timestamp()) * 1000, (SELECT fence FROM desk)",
      );
      return { end: () => (network.isReal ? tellLate(at, Number(storeAt), fence) : null) };
    },
  };

  /** How many rows came too late; null when it cannot be said. */
  async function tellLate(at, storeAt, fence) {
    const rows = await readAudit(storeAt);
    if (role === "desk") {
      const [[now]] = await database.rows("SELECT fence FROM desk");
      return now === fence ? rows.filter(([, what]) => what === "decision").length : null;
    }
    const isLate = ([, what, guid]) =>
      what === "entry" && !publishers.wasAsked(publishers.feedOf(Number(guid.split("-")[1])), place.address, at);
    return rows.filter(isLate).length;
  }
}
