/**
 * Month (1 to 12) that a word names, in English, German, Dutch, French, Spanish, Portuguese, Italian, Catalan,
 * Romanian, Swedish, Norwegian, Danish, Finnish, Icelandic, Polish, Czech, Slovak, Croatian, Slovene, Hungarian,
 * Russian, Ukrainian, Bulgarian, Greek, Turkish, Estonian, Latvian, Lithuanian, Indonesian, Vietnamese transliterated,
 * Arabic, Persian and Hebrew; full or cut, with or without accents and a full stop. 0 where it names none.
 */
export function monthOf(word: string): number {
  const folded = foldWord(word);
  if (folded.length < 2) return 0;
  const whole = monthByWord.get(folded);
  if (whole !== undefined) return whole;
  return folded.length >= 3 ? (monthByStem.get(folded.slice(0, 4)) ?? monthByStem.get(folded.slice(0, 3)) ?? 0) : 0;
}

/** Offset in minutes east of UTC of a zone's name or one of its military letters; null where it is not known. */
export function zoneMinutes(name: string): number | null {
  return minutesByZone.get(name.toLowerCase()) ?? null;
}

export function foldWord(word: string): string {
  return word
    .normalize("NFD")
    .replace(/\p{M}+/gu, "")
    .toLowerCase()
    .replaceAll("ı", "i")
    .replace(/[.'’]/g, "");
}

/** One line a month: whole words, of any language. */
const monthWords: readonly string[] = [
  "january januar jannar januari janvier enero janeiro gennaio gener ianuarie tammikuu tammikuuta stycznia styczen ledna leden januara sijecnja sijecanj januarja januar januara janvara январь января янв януари січень січня ιανουαριος ιανουαριου ιαν ocak jaanuar janvaris sausio sausis يناير ינואר ژانویه jan ene gen gener",
  "february februar februari fevrier febrero fevereiro febbraio febrer februarie helmikuu helmikuuta lutego luty unora unor februara veljace veljaca februarja februar februara февраль февраля фев февруари лютий лютого φεβρουαριος φεβρουαριου φεβ subat veebruar februaris vasario vasaris فبراير פברואר فوریه feb fev fevr",
  "march marz maerz maart mars marzo marco marc martie maaliskuu maaliskuuta marca marzec brezna brezen marec ozujka ozujak marca marcius март марта мар березень березня μαρτιος μαρτιου μαρ mart marts marts kovo kovas مارس מרץ مارس mar mrt maret",
  "april avril abril aprile aprilie huhtikuu huhtikuuta kwietnia kwiecien dubna duben aprila travnja travanj aprilis апрель апреля апр април квітень квітня απριλιος απριλιου απρ nisan aprill aprilis balandzio balandis أبريل إبريل אפריל آوریل apr avr abr",
  "may mai mei maj mayo maio maggio maig toukokuu toukokuuta maja maj kvetna kveten maja svibnja svibanj majus май мая мај травень травня μαιος μαιου μαι mayis mais maijs geguzes geguze مايو מאי مه may mag",
  "june juni juin junio junho giugno juny iunie kesakuu kesakuuta czerwca czerwiec cervna cerven juna jun lipnja lipanj junija junius июнь июня июн юни червень червня ιουνιος ιουνιου ιουν haziran juuni junijs birzelio birzelis يونيو יוני ژوئن jun giu",
  "july juli juillet julio julho luglio juliol iulie heinakuu heinakuuta lipca lipiec cervence cervenec jula srpnja srpanj julija julius июль июля июл юли липень липня ιουλιος ιουλιου ιουλ temmuz juuli julijs liepos liepa يوليو יולי ژوئیه jul lug",
  "august augustus aout agosto agost elokuu elokuuta sierpnia sierpien srpna srpen augusta kolovoza kolovoz avgusta avgust augusztus август августа авг серпень серпня αυγουστος αυγουστου αυγ agustos augusts rugpjucio rugpjutis أغسطس אוגוסט اوت aug ago agustus agu avg",
  "september septembre septiembre setembro settembre setembre septembrie syyskuu syyskuuta wrzesnia wrzesien zari septembra rujna rujan septembra szeptember сентябрь сентября сен септември вересень вересня σεπτεμβριος σεπτεμβριου σεπ eylul septembris rugsejo rugsejis سبتمبر ספטמבר سپتامبر sep sept set szept",
  "october oktober octobre octubre outubro ottobre octombrie lokakuu lokakuuta pazdziernika pazdziernik rijna rijen oktobra listopada-hr oktobra october октябрь октября окт октомври жовтень жовтня οκτωβριος οκτωβριου οκτ ekim oktoober oktobris spalio spalis أكتوبر אוקטובר اکتبر oct okt out ott",
  "november novembre noviembre novembro noiembrie marraskuu marraskuuta listopada listopad novembra studenoga studeni ноябрь ноября ноя ноември листопад листопада νοεμβριος νοεμβριου νοε kasim novembris lapkricio lapkritis نوفمبر נובמבר نوامبر nov",
  "december dezember decembre diciembre dezembro dicembre desembre decembrie joulukuu joulukuuta grudnia grudzien prosince prosinec decembra prosinca prosinac декабрь декабря дек декември грудень грудня δεκεμβριος δεκεμβριου δεκ aralik detsember decembris gruodzio gruodis ديسمبر דצמבר دسامبر dec dez dic des desember desember",
];

const monthByWord: ReadonlyMap<string, number> = new Map(
  monthWords.flatMap((words, index) => words.split(" ").map((word) => [foldWord(word), index + 1] as const)),
);

/** Beginnings that no two months share, for cut and inflected words. */
const monthByStem: ReadonlyMap<string, number> = new Map([
  ["jan", 1],
  ["feb", 2],
  ["mar", 3],
  ["apr", 4],
  ["may", 5],
  ["june", 6],
  ["july", 7],
  ["aug", 8],
  ["sep", 9],
  ["oct", 10],
  ["okt", 10],
  ["nov", 11],
  ["dec", 12],
  ["dez", 12],
]);

const zones: Readonly<Record<string, number>> = {
  gmt: 0,
  utc: 0,
  ut: 0,
  z: 0,
  wet: 0,
  west: 1,
  bst: 1,
  ist: 5.5,
  cet: 1,
  mez: 1,
  met: 1,
  cest: 2,
  mesz: 2,
  mest: 2,
  eet: 2,
  eest: 3,
  msk: 3,
  msd: 4,
  sast: 2,
  trt: 3,
  gst: 4,
  pkt: 5,
  sgt: 8,
  hkt: 8,
  awst: 8,
  jst: 9,
  kst: 9,
  acst: 9.5,
  aest: 10,
  aedt: 11,
  nzst: 12,
  nzdt: 13,
  nst: -3.5,
  ndt: -2.5,
  adt: -3,
  ast: -4,
  at: -4,
  edt: -4,
  est: -5,
  et: -5,
  cdt: -5,
  cst: -6,
  ct: -6,
  mdt: -6,
  mst: -7,
  mt: -7,
  pdt: -7,
  pst: -8,
  pt: -8,
  akdt: -8,
  akst: -9,
  hst: -10,
  brt: -3,
  art: -3,
  clt: -4,
  // RFC 822 section 5.1 military letters, with the sense that they have in use (RFC 2822 section 4.3 calls theirs
  // mistaken).
  a: -1,
  n: 1,
  m: -12,
  y: 12,
};

const minutesByZone: ReadonlyMap<string, number> = new Map(
  Object.entries(zones).map(([name, hours]) => [name, hours * 60]),
);
