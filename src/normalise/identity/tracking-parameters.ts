/**
 * Query parameters that say how a reader came to a page, and never which page it is. Names are in lower case. "x_*"
 * stands for all names that begin with "x_".
 */
export interface TrackingParameters {
  readonly names: readonly string[];
  /** The registrable domains (with their subdomains) on which the names have this meaning; null means everywhere. */
  readonly sites: readonly string[] | null;
  /** The values that mean tracking; null means any value. */
  readonly values: readonly string[] | null;
  /** Who writes these parameters. */
  readonly from: string;
}

function anywhere(from: string, names: string): TrackingParameters {
  return { names: names.split(" "), sites: null, values: null, from };
}

function on(sites: string, names: string, from: string): TrackingParameters {
  return { names: names.split(" "), sites: sites.split(" "), values: null, from };
}

const feedWords = "rss rss2 rss_feed rssfeed rss-feed feed feeds xml atom feedburner rssfeeds rss1 newsfeed".split(" ");

/** The known tracking parameters, by the programs or outlets that write them. */
export const trackingParameters: readonly TrackingParameters[] = [
  anywhere("Google Analytics campaign parameters (support.google.com/analytics/answer/10917952)", "utm_* _ga _gl"),
  anywhere("Google Ads and Campaign Manager click ids", "gclid gclsrc dclid gbraid wbraid gad_source gad_campaignid"),
  anywhere("Facebook, Instagram", "fbclid fb_action_ids fb_action_types fb_source fb_ref igshid igsh"),
  anywhere(
    "Microsoft Advertising, Yandex, X, LinkedIn, TikTok, Pinterest click ids",
    "msclkid yclid ysclid _openstat twclid li_fat_id ttclid epik",
  ),
  anywhere(
    "Matomo and Piwik campaigns (matomo.org/faq)",
    "mtm_* pk_campaign pk_kwd pk_source pk_medium pk_content piwik_campaign piwik_kwd",
  ),
  anywhere("Piano Analytics (AT Internet)", "xtor at_medium at_campaign at_custom1 at_custom2 at_custom3 at_custom4"),
  anywhere("comScore", "ns_source ns_mchannel ns_campaign ns_linkname ns_fee"),
  anywhere("HubSpot, Mailchimp, Marketo, Klaviyo mailings", "_hsenc _hsmi hsctatracking mc_cid mc_eid mkt_tok _ke _kx"),
  anywhere("Adobe Analytics campaign code", "s_cid s_kwcid ef_id"),
  anywhere("Webtrends", "wt.mc_id wt.mc_ev wt_mc wt.z_author"),
  anywhere("campaign codes of Adobe Analytics at many newsrooms", "cmp cmpid cmp_id intcmp intcid ocid icid"),
  anywhere(
    "Echobox, Sprinklr, Drip, Vero, Oly",
    "echobox spr_id spredfast-trk-id __s vero_id vero_conv oly_anon_id oly_enc_id",
  ),
  anywhere("AddToAny, AddThis, ShareThis", "__twitter_impression _branch_match_id _branch_referrer sthash"),
  {
    names: "ref src source from via feed rss origin partner xml cid rel referrer medium".split(" "),
    sites: null,
    values: feedWords,
    from: "outlets that mark the links in their feeds; the parameter counts only if its value names a feed, such as rss",
  },
  on("bbc.co.uk bbc.com", "at_*", "BBC"),
  on("nytimes.com", "partner emc smid smtyp campaign_id instance_id segment_id user_id regi_id nl", "New York Times"),
  on("washingtonpost.com", "wpisrc wpmm tid itid wpmk", "Washington Post"),
  on("wsj.com barrons.com marketwatch.com", "mod reflink siteid rss dist", "Dow Jones"),
  on("ft.com", "ftcamp segid ftag sharetype", "Financial Times"),
  on("economist.com", "fsrc", "The Economist"),
  on("reuters.com", "feedtype feedname rpc taid videochannel il", "Reuters"),
  on("bloomberg.com", "srnd sref cmpid", "Bloomberg"),
  on("cnn.com", "eref rss iid", "CNN"),
  on("cbsnews.com cnet.com zdnet.com", "ftag", "CBS Interactive"),
  on("dw.com", "maca", "Deutsche Welle"),
  on("aljazeera.com aljazeera.net", "traffic_source", "Al Jazeera"),
  on("zeit.de", "wt_zmc", "Die Zeit"),
  on("elpais.com", "ssm prm rel", "El País"),
  on("nikkei.com", "n_cid", "Nikkei"),
  on("asahi.com", "iref ref", "Asahi Shimbun"),
  on("sky.com", "dcmp", "Sky"),
  on("dailymail.co.uk thisismoney.co.uk", "ito", "Daily Mail"),
  on("independent.co.uk", "itm_*", "The Independent"),
  on("npr.org", "ft f", "NPR"),
  on("cbc.ca", "__vfz", "CBC"),
  on("foxnews.com foxbusiness.com", "intcmp test", "Fox News"),
  on("yahoo.com", ".tsrc guccounter guce_referrer guce_referrer_sig soc_src soc_trk ncid", "Yahoo"),
  on("youtube.com youtu.be", "feature si pp", "YouTube"),
  on("medium.com", "source sk", "Medium"),
  on("sueddeutsche.de", "reduced", "Süddeutsche Zeitung"),
  on("kommersant.ru rbc.ru", "from", "Kommersant, RBC"),
  on("news.google.com", "oc", "Google News"),
  on("tagesschau.de spiegel.de", "sara_ref sara_ecid", "SPIEGEL"),
];

/** Names of campaign codes that are written as a fragment (name=value). */
export const trackingFragmentNames: ReadonlySet<string> = new Set(
  "xtor ref echobox link ftag intcid intcmp cid rss sr utm_source at_medium ns_campaign ito source".split(" "),
);
/** Fragments that lead to a fixed part of every page, and not to a place in the article. */
export const emptyFragments: ReadonlySet<string> = new Set(
  "rss feed comments comment respond disqus_thread top main content main-content maincontent article".split(" "),
);
