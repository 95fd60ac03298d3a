/** Hosts (and their subdomains) that serve pictures nobody is meant to see, or buttons for sharing. */
const pixelHosts: readonly string[] = [
  "feeds.feedburner.com",
  "feedproxy.google.com",
  "feedsportal.com",
  "pheedo.com",
  "doubleclick.net",
  "google-analytics.com",
  "googleadservices.com",
  "googlesyndication.com",
  "scorecardresearch.com",
  "quantserve.com",
  "stats.wordpress.com",
  "pixel.wp.com",
  "feeds.wordpress.com",
  "facebook.com",
  "ads.pheedo.com",
  "res3.feedsportal.com",
  "mf.feeds.reuters.com",
  "cmail19.com",
  "list-manage.com",
  "chartbeat.net",
  "ioam.de",
  "vgwort.de",
  "met.vgwort.de",
  "counter.theguardian.com",
  "a.fsdn.com",
  "imrworldwide.com",
  "omtrdc.net",
  "2o7.net",
  "webtrekk.net",
  "xiti.com",
  "counter.yadro.ru",
  "mc.yandex.ru",
  "top-fwz1.mail.ru",
  "matomo.cloud",
  "parsely.com",
];

/** Whether a picture counts readers rather than showing anything. `width` and `height` as written on the element. */
export function isTrackingPixel(url: URL, width: string | undefined, height: string | undefined): boolean {
  if (isDot(width) || isDot(height)) return true;
  return pixelHosts.some((host) => url.hostname === host || url.hostname.endsWith(`.${host}`));
}

/** 0 or 1 pixel. */
function isDot(size: string | undefined): boolean {
  return size !== undefined && /^\s*[01](?:px)?\s*$/.test(size);
}
