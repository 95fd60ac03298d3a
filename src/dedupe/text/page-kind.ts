/** Kinds of page that are not plain reports, as bits. Except for `recurring`, the headline shows the kind. */
export const pageKind = {
  /** A page that is updated as things happen. It quotes the reports of the hour. */
  live: 1,
  /** A list of the day's news under one heading. */
  briefing: 2,
  /** An explanation, a comment or an interview. It retells reports in its own words. */
  comment: 4,
  /** Advice, shopping, puzzles, rates, benefits: pages that are rewritten each day or never grow old. */
  service: 8,
  /** A page whose heading its outlet prints again and again (heading-frames.ts). The title alone does not show it. */
  recurring: 16,
} as const;

/** The words that show the kind are searched in this many characters at the beginning. */
const titleCharsMax = 300;

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
  [
    pageKind.service,
    /\b(?:deals?|coupons?|promo codes?|gift (?:guide|ideas)|(?:best|top \d+) .{3,60}\b(?:20\d\d|for|under|to buy)|best .{3,40} (?:deals|tips|ways)|(?:\d+ ?%|\$\d+) off|lowest price|record-low price|how to|(?:walkthrough|buying) ?guide|dungeon guide|hands-on|horoscopes?|wordle|crossword|sudoku|strands|connections hints?|quiz|lottery|winning numbers|recipes?|mortgage rates?|interest rates today|cd rates?|exchange rates?|rates? today|gold (?:rate|price)s? (?:today|in)|credit (?:cards?|score)|what you need to know)\b/iu,
  ],
  [
    pageKind.service,
    /horoskop|\b(?:ratgeber|testsieger|im test|schnäppchen|rabatt\w*|gutschein\w*|kreuzworträtsel|rätsel|lottozahlen|stellenmarkt|ersteigern|gewinnspiel|post von|so (?:sparen|schützen|funktioniert|finden)|tipps (?:für|gegen|zum|zur)|was sie .{0,40}wissen müssen|alle fragen)\b/iu,
  ],
  [
    pageKind.service,
    /\b(?:(?:dólar|dolar|euro|peso|real|bitcoin) .{0,30}\b(?:hoy|cotiza\w*|abre|cierra|cerró)|cotizaci(?:ón|ones)|cotiza(?:n|ron)?|horóscopo|quiniela|lotería|sorteo de|plazos? fijos?|cuánto (?:cobra|gana|sale|cuesta|paga|vale)n?|cuándo (?:cobro|cobran|se cobra)|calendario de pagos?|fechas? de cobro|escala salarial|paso a paso|receta de|pronóstico del tiempo|clima (?:hoy|en)|cómo (?:hacer|saber|tramitar|consultar|ahorrar))\b/iu,
  ],
  [
    pageKind.service,
    /\b(?:horoscope|oroscopo|recette|bons? plans?|code promo|offerte|ricetta|estrazion[ei]|kurs(?:y)? (?:dolara|euro|walut|franka)|przepis na|promocj[aei]|kod rabatowy|lotto|wyniki losowania|ceny paliw|altın fiyat\p{L}*|dolar kuru|döviz|burç \p{L}+|günlük burç|namaz vakitleri|iftar saati|hava durumu|akaryakıt)\b|курс (?:доллара|евро|валют)|гороскоп|占い|星座運勢|今日運勢|六合彩/iu,
  ],
];

/** The kinds of page that a title names; 0 for a plain report. */
export function pageKindOf(title: string): number {
  const text = title.slice(0, titleCharsMax);
  let kinds = 0;
  for (const [kind, pattern] of patterns) if ((kinds & kind) === 0 && pattern.test(text)) kinds |= kind;
  return kinds;
}
