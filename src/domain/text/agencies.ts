/**
 * News agencies: the usual spelling, the names under which texts credit them, and the words by which a source name or a
 * dateline mentions them. Short names that are also words or parts of words, such as AP, are matched only in capitals.
 * Long names are matched in any case.
 */
interface Agency {
  readonly name: string;
  /** A credit must equal one of these. */
  readonly spellings: readonly string[];
  /** Words to search for in source names, credits and datelines; empty when the name is too ambiguous to search for. */
  readonly mentions: readonly RegExp[];
}

function agency(name: string, ...spellings: string[]): Agency {
  return { name, spellings: [name, ...spellings], mentions: [] };
}

function mentioned(mention: RegExp, name: string, ...spellings: string[]): Agency {
  return { ...agency(name, ...spellings), mentions: [mention] };
}

/** `capitals` matches the abbreviation, `long` the long names. */
function abbreviated(capitals: RegExp, long: RegExp, name: string, ...spellings: string[]): Agency {
  return { ...agency(name, ...spellings), mentions: [capitals, long] };
}

/** When a text mentions several agencies, the first one in this list counts. */
export const agencies: readonly Agency[] = [
  mentioned(
    /reuters|ロイター|路透|Рейтер|رويترز|로이터/iu,
    "Reuters",
    "Thomson Reuters",
    "ロイター",
    "路透社",
    "路透",
    "رويترز",
    "رویترز",
    "Рейтер",
    "로이터",
  ),
  abbreviated(
    /\bAP\b|ＡＰ/u,
    // The agencies of Australia and Pakistan have names of their own.
    /associated press(?<!australian associated press)(?! of pakistan)/iu,
    "AP",
    "Associated Press",
    "The Associated Press",
    "AP通信",
    "美联社",
    "美聯社",
    "أسوشيتد برس",
    "آسوشیتدپرس",
    "AP News",
  ),
  mentioned(
    /\bAFP\b|agence france|ＡＦＰ|法新/iu,
    "AFP",
    "Agence France-Presse",
    "Agence France Presse",
    "AFP時事",
    "法新社",
    "أ ف ب",
    "فرانس برس",
    "АФП",
    "AFP-JIJI",
  ),
  mentioned(/bloomberg|ブルームバーグ/iu, "Bloomberg", "Bloomberg News"),
  mentioned(/\bdpa\b|deutsche presse-agentur/iu, "dpa", "DPA", "Deutsche Presse-Agentur", "dpa-AFX", "dpa-infocom"),
  abbreviated(/\bEFE\b/u, /agencia efe\b/iu, "EFE", "Agencia EFE", "Efe", "埃菲社"),
  abbreviated(/\bANSA\b/u, /agenzia ansa\b/iu, "ANSA", "Agenzia ANSA"),
  mentioned(/\bPTI\b|press trust of india/iu, "PTI", "Press Trust of India"),
  abbreviated(/\bANI\b/u, /asian news international/iu, "ANI", "Asian News International"),
  mentioned(/xinhua|新华|新華/iu, "Xinhua", "Xinhua News Agency", "新华社", "新華社", "新华网", "شينخوا"),
  mentioned(/anadolu/iu, "Anadolu", "Anadolu Agency", "Anadolu Ajansı", "AA", "الأناضول", "Анадолу"),
  mentioned(/interfax|Интерфакс/iu, "Interfax", "Интерфакс", "Interfax-Ukraine", "Интерфакс-Украина"),
  mentioned(/\bTASS\b|ТАСС/iu, "TASS", "ITAR-TASS", "ТАСС", "ИТАР-ТАСС", "塔斯社", "تاس"),
  abbreviated(/\bRIA\b|РИА/u, /ria novosti|риа новости/iu, "RIA Novosti", "RIA", "РИА Новости", "РИА"),
  mentioned(/共同|kyodo/iu, "Kyodo", "Kyodo News", "共同通信", "共同社", "共同"),
  mentioned(/時事|jiji press/iu, "Jiji", "Jiji Press", "時事通信", "時事"),
  mentioned(/yonhap|연합|聯合/iu, "Yonhap", "Yonhap News Agency", "연합뉴스", "韩联社", "聯合ニュース"),
  agency("China News Service", "中新社", "中新网", "CNS"),
  agency("Sputnik", "Спутник", "سبوتنيك"),
  agency("Ukrinform", "Укринформ", "Укрінформ"),
  agency("UNIAN", "УНИАН", "УНІАН"),
  agency("DHA", "Demirören Haber Ajansı"),
  agency("İHA", "IHA", "İhlas Haber Ajansı"),
  agency("KCNA", "조선중앙통신", "朝中社"),
  agency("CNA", "Central News Agency", "中央社"),
  agency("Bernama"),
  agency("Antara", "ANTARA"),
  agency("IANS", "Indo-Asian News Service"),
  agency("APP", "Associated Press of Pakistan"),
  agency("BSS", "Bangladesh Sangbad Sangstha"),
  agency("IRNA", "ایرنا", "إرنا"),
  agency("ISNA", "ایسنا"),
  agency("Mehr", "Mehr News Agency", "مهر"),
  agency("Fars", "Fars News Agency", "فارس"),
  agency("Tasnim", "Tasnim News Agency", "تسنیم"),
  agency("SPA", "Saudi Press Agency", "واس"),
  agency("WAM", "وام"),
  agency("KUNA", "كونا"),
  agency("QNA", "Qatar News Agency", "قنا"),
  agency("MENA", "Middle East News Agency", "أ ش أ"),
  agency("SANA", "سانا"),
  agency("WAFA", "وفا"),
  agency("PA Media", "PA", "Press Association"),
  agency("AAP", "Australian Associated Press"),
  agency("The Canadian Press", "Canadian Press", "La Presse canadienne"),
  agency("UPI", "United Press International"),
  agency("Belga"),
  agency("ANP"),
  agency("APA", "Austria Presse Agentur"),
  agency("Keystone-SDA", "Keystone-ATS", "SDA", "ATS"),
  agency("Ritzau"),
  agency("NTB"),
  agency("TT", "TT Nyhetsbyrån"),
  agency("STT"),
  agency("PAP", "Polska Agencja Prasowa"),
  agency("ČTK", "CTK"),
  agency("TASR"),
  agency("MTI"),
  agency("Agerpres"),
  agency("BTA", "БТА"),
  agency("Tanjug", "Танјуг"),
  agency("HINA"),
  agency("Lusa", "Agência Lusa"),
  agency("Agência Brasil"),
  agency("Estadão Conteúdo"),
  agency("Folhapress"),
  agency("Europa Press"),
  agency("Notimex"),
  agency("Télam", "Telam"),
  agency("Prensa Latina"),
  agency("Adnkronos"),
  agency("AGI"),
  agency("LaPresse"),
  agency("AMNA", "ANA-MPA", "ΑΠΕ-ΜΠΕ"),
  agency("NAN", "News Agency of Nigeria"),
  agency("GNA", "Ghana News Agency"),
  agency("SAnews"),
  agency("PANA"),
  agency("APS", "Algérie Presse Service", "وأج"),
  agency("MAP", "Maghreb Arabe Presse"),
  agency("TAP"),
  agency("UN News"),
  agency("IPS", "Inter Press Service"),
  agency(
    "News agencies",
    "agencies",
    "News Agencies",
    "Agencies",
    "news agencies",
    "وكالات",
    "الجزيرة + وكالات",
    "agencias",
    "agences",
    "Agenturen",
    "агентства",
    "ajanslar",
  ),
];

/** Ambiguous spellings. They count as a credit only in a dateline or at the end of a line. */
export const ambiguousSpellings: ReadonlySet<string> = new Set(
  "AA AAP AGI ANI ANP AP APA APP APS ATS BSS BTA CNA CNS DHA GNA HINA IHA IPS ISNA KUNA MAP MENA MTI NAN NTB PA PAP PANA QNA RIA SANA SDA SPA STT TAP TASR TT WAFA WAM 共同 時事 مهر فارس وام واس وفا تاس قنا سانا".split(
    " ",
  ),
);
