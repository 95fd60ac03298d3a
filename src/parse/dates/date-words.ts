/**
 * The month (1 to 12) that a word names, in English, German, Dutch, French, Spanish, Portuguese, Italian, Catalan,
 * Romanian, Swedish, Norwegian, Danish, Finnish, Icelandic, Polish, Czech, Slovak, Croatian, Slovene, Hungarian,
 * Russian, Ukrainian, Bulgarian, Greek, Turkish, Estonian, Latvian, Lithuanian, Indonesian, Arabic, Persian, Hebrew,
 * Thai, Hindi, Bengali or Chinese. Names are read in full, and in some of these languages also abbreviated. European
 * names may lack their accents, and any name may end with a full stop. Croatian "listopad" (October) is read as the
 * Polish and Czech word for November. 0 when the word names no month.
 */
export function monthOf(word: string): number {
  const marked = monthByMarkedWord.get(word.replaceAll(".", ""));
  if (marked !== undefined) return marked;
  const folded = foldWord(word);
  if (folded.length < 2) return 0;
  const whole = monthByWord.get(folded);
  if (whole !== undefined) return whole;
  return folded.length >= 3 ? (monthByStem.get(folded.slice(0, 4)) ?? monthByStem.get(folded.slice(0, 3)) ?? 0) : 0;
}

/**
 * Rewrites other digits and calendars for the date readers. Arabic, Persian, Devanagari, Bengali, Thai and full-width
 * digits become ASCII digits. Japanese era years and years of Taiwan's calendar become years of the common era. The
 * two-word month names of the Levant become single words.
 */
export function foldCalendar(text: string): string {
  return text
    .replace(otherDigits, (digit) => String(digitOf(digit)))
    .replace(
      eraYear,
      (_, era: string, year: string) => `${(eraStart.get(era) ?? 0) + (year === "元" ? 1 : Number(year))}年`,
    )
    .replace(/(تشرين|كانون) (?=ال)/g, "$1");
}

const otherDigits = /[\u0660-\u0669\u06f0-\u06f9\u0966-\u096f\u09e6-\u09ef\u0e50-\u0e59\uff10-\uff19]/g;

/**
 * The value of a digit. The digits of a script are consecutive. The last hexadecimal digit of the code of its zero is 6
 * in Devanagari and Bengali, and 0 in the other scripts.
 */
function digitOf(digit: string): number {
  const code = digit.charCodeAt(0);
  return (code >= 0x0900 && code < 0x0a00 ? code - 6 : code) & 15;
}

const eraYear = /(令和|平成|昭和|民國|民国) ?(\d{1,3}|元)年/g;
const eraStart: ReadonlyMap<string, number> = new Map([
  ["令和", 2018],
  ["平成", 1988],
  ["昭和", 1925],
  ["民國", 1911],
  ["民国", 1911],
]);

/** A word in lower case, without accents, full stops and apostrophes. */
export function foldWord(word: string): string {
  return word
    .normalize("NFD")
    .replace(/\p{M}+/gu, "")
    .toLowerCase()
    .replaceAll("ı", "i")
    .replace(/[.'’]/g, "");
}

/** One line for each month: whole words of all languages. */
const monthWords: readonly string[] = [
  "january januar jannar januari janvier enero janeiro gennaio gener ianuarie tammikuu tammikuuta stycznia styczen ledna leden januara sijecnja sijecanj januarja januar januara janvara январь января янв януари січень січня ιανουαριος ιανουαριου ιαν ocak jaanuar janvaris sausio sausis يناير ינואר ژانویه jan ene gen gener كانونالثاني جانفي",
  "february februar februari fevrier febrero fevereiro febbraio febrer februarie helmikuu helmikuuta lutego luty unora unor februara veljace veljaca februarja februar februara февраль февраля фев февруари лютий лютого φεβρουαριος φεβρουαριου φεβ subat veebruar februaris vasario vasaris فبراير פברואר فوریه feb fev fevr شباط فيفري",
  "march marz maerz maart mars marzo marco marc martie maaliskuu maaliskuuta marca marzec brezna brezen marec ozujka ozujak marca marcius март марта мар березень березня μαρτιος μαρτιου μαρ mart marts marts kovo kovas مارس מרץ مارس mar mrt maret آذار",
  "april avril abril aprile aprilie huhtikuu huhtikuuta kwietnia kwiecien dubna duben aprila travnja travanj aprilis апрель апреля апр април квітень квітня απριλιος απριλιου απρ nisan aprill aprilis balandzio balandis أبريل إبريل אפריל آوریل apr avr abr نيسان أفريل",
  "may mai mei maj mayo maio maggio maig toukokuu toukokuuta maja maj kvetna kveten maja svibnja svibanj majus май мая мај травень травня μαιος μαιου μαι mayis mais maijs geguzes geguze مايو מאי مه may mag أيار ماي",
  "june juni juin junio junho giugno juny iunie kesakuu kesakuuta czerwca czerwiec cervna cerven juna jun lipnja lipanj junija junij junius июнь июня июн юни червень червня ιουνιος ιουνιου ιουν haziran juuni junijs birzelio birzelis يونيو יוני ژوئن jun giu حزيران جوان",
  "july juli juillet julio julho luglio juliol iulie heinakuu heinakuuta lipca lipiec cervence cervenec jula srpnja srpanj julija julij julius июль июля июл юли липень липня ιουλιος ιουλιου ιουλ temmuz juuli julijs liepos liepa يوليو יולי ژوئیه jul lug تموز جويلية يوليوز",
  "august augustus agust aout agosto agost elokuu elokuuta sierpnia sierpien srpna srpen augusta kolovoza kolovoz avgusta avgust augusztus август августа авг серпень серпня αυγουστος αυγουστου αυγ agustos augusts rugpjucio rugpjutis أغسطس אוגוסט اوت aug ago agustus agu avg آب أوت غشت",
  "september septembre septiembre setembro settembre setembre septembrie syyskuu syyskuuta wrzesnia wrzesien zari septembra rujna rujan septembra szeptember сентябрь сентября сен септември вересень вересня σεπτεμβριος σεπτεμβριου σεπ eylul septembris rugsejo rugsejis سبتمبر ספטמבר سپتامبر sep sept set szept أيلول شتنبر",
  "october oktober octobre octubre outubro ottobre octombrie lokakuu lokakuuta pazdziernika pazdziernik rijna rijen oktobra october октябрь октября окт октомври жовтень жовтня οκτωβριος οκτωβριου οκτ ekim oktoober oktobris spalio spalis أكتوبر אוקטובר اکتبر oct okt out ott تشرينالأول",
  "november novembre noviembre novembro noiembrie marraskuu marraskuuta listopada listopad listopadu novembra studenoga studeni ноябрь ноября ноя ноември листопад листопада νοεμβριος νοεμβριου νοε kasim novembris lapkricio lapkritis نوفمبر נובמבר نوامبر nov تشرينالثاني نونبر",
  "december dezember decembre diciembre dezembro dicembre desembre decembrie joulukuu joulukuuta grudnia grudzien prosince prosinec decembra prosinca prosinac декабрь декабря дек декември грудень грудня δεκεμβριος δεκεμβριου δεκ aralik detsember decembris gruodzio gruodis ديسمبر דצמבר دسامبر dec dez dic des desember desember كانونالأول دجنبر",
];

const monthByWord: ReadonlyMap<string, number> = new Map(
  monthWords.flatMap((words, index) => words.split(" ").map((word) => [foldWord(word), index + 1] as const)),
);

/** Words of scripts whose marks must not be removed, full and abbreviated, in the order of the months. */
const markedWords: readonly string[] = [
  "มกราคม กุมภาพันธ์ มีนาคม เมษายน พฤษภาคม มิถุนายน กรกฎาคม สิงหาคม กันยายน ตุลาคม พฤศจิกายน ธันวาคม",
  "มค กพ มีค เมย พค มิย กค สค กย ตค พย ธค",
  "जनवरी फरवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर अक्टूबर नवंबर दिसंबर",
  "जनवरी फ़रवरी मार्च अप्रैल मई जून जुलाई अगस्त सितम्बर अक्तूबर नवम्बर दिसम्बर",
  "জানুয়ারি ফেব্রুয়ারি মার্চ এপ্রিল মে জুন জুলাই আগস্ট সেপ্টেম্বর অক্টোবর নভেম্বর ডিসেম্বর",
  "一月 二月 三月 四月 五月 六月 七月 八月 九月 十月 十一月 十二月",
];

const monthByMarkedWord: ReadonlyMap<string, number> = new Map(
  markedWords.flatMap((words) => words.split(" ").map((word, index) => [word, index + 1] as const)),
);

/** Beginnings of words, for abbreviated and inflected words. Each names one month only. */
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
