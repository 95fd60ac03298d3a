/**
 * The sources, each with the habits of its publisher. `shows`: its feed has room for so many items. `hub`: the feed
 * names the hub at this path. `cloud`: the feed names a cloud (rssCloud). `status`: every request is answered with this
 * HTTP status. `movesTo`: the feed has moved to this path for good.
 */
export const sources = {
  tidewater: { name: "Tidewater Press", kind: "agency", rank: 1, language: "en", format: "rss", hub: "hub" },
  nordbote: { name: "Nordbote", kind: "agency", rank: 2, language: "de", format: "atom" },
  kaigan: { name: "海岸通信", kind: "agency", rank: 3, language: "ja", format: "rss", hub: "hub-east" },
  marsad: { name: "المرصد الساحلي", kind: "outlet", rank: 40, language: "ar", format: "rss", shows: 1 },
  gazette: { name: "Harbour Gazette", kind: "outlet", rank: 50, language: "en", format: "json" },
  courier: { name: "Inland Courier", kind: "outlet", rank: 50, language: "en", format: "rss" },
  ribera: { name: "Diario de la Ribera", kind: "outlet", rank: 60, language: "es", format: "rss", cloud: true },
  licensed: { ...outlet("Closed Circuit"), kind: "agency", rank: 5, private: true, hub: "deaf-hub" },
  beacon: { ...outlet("Beacon Weekly"), movesTo: "/feeds/beacon-new" },
  foghorn: { ...outlet("Foghorn"), status: 503 },
  lastpost: { ...outlet("The Last Post"), status: 410 },
  passing: outlet("Passing Ships"),
  added: outlet("Marlowe Notes"),
  almanac: outlet("Skail Almanac"),
};

function outlet(name) {
  return { name, kind: "outlet", rank: 100, language: "en", format: "rss" };
}
