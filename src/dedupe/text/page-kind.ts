/** What a headline says of its page beside the news, as bits. */
export const pageKind = {
  /** A page that is written on as things happen: it quotes the reports of the hour. */
  live: 1,
  /** A list of the day's news under one heading. */
  briefing: 2,
  /** An explanation, a comment or an interview: it takes up reports in words of its own. */
  comment: 4,
} as const;

const patterns: readonly (readonly [number, RegExp])[] = [
  [
    pageKind.live,
    /\blive(?:[ -]?(?:updates?|blog|ticker|coverage|stream))\b|\blive(?::| [-–—|])|[-–—|:] live$|news-?(?:blog|ticker)|\ben (?:vivo|directo|direct)\b|\bao vivo\b|\bna żywo\b|minut(?:e|o) (?:by|a) minut[eo]|as it happen(?:s|ed)|\bcanlı (?:yayın|anlatım)|онлайн[- ]трансляция|即時更新|ライブ更新/iu,
  ],
  [
    pageKind.briefing,
    /\b(?:morning|evening|daily|weekend|afternoon|midday|monday|tuesday|wednesday|thursday|friday|saturday|sunday|news|world|business|market|politics) (?:briefing|brief|round-?up|wrap-?up|digest|bulletin|newsletter)\b|^(?:first thing|news quiz|the papers|what the papers say|top stories|the latest|in brief|in pictures)\b|\b\d+ things (?:to know|you need to know)\b|^(?:der tag|die nachrichten|das war|presseschau|kurzmeldungen|nachrichtenüberblick|der morgen|der abend|die lage)\b|\b(?:newsletter|nachrichtenüberblick|resumen de noticias|titulares del día|las noticias de hoy|tapas de los diarios|revista de prensa|revue de presse|przegląd prasy|gündem özeti)\b/iu,
  ],
  [
    pageKind.comment,
    /^(?:explainer|explained|analysis|opinion|fact[- ]?check|factbox|timeline|q ?& ?a|commentary|comment|column|editorial|interview|podcast|letters?|review|insight|analyse|kommentar|faktencheck|kolumne|gastbeitrag|leitartikel|análisis|opinión|entrevista|editorial|columna|opinia|komentarz|analiza|yorum|analiz|röportaj|解説|社説|焦点|アングル)(?:\s*[:|–—-]|\s*\/)|[:|–—-] (?:explainer|explained|analysis|opinion|fact check)$/iu,
  ],
];

/** The kinds of page that a title names; 0 for a plain report. */
export function pageKindOf(title: string): number {
  return patterns.reduce((kinds, [kind, pattern]) => (pattern.test(title) ? kinds | kind : kinds), 0);
}
