/**
 * The month (1 to 12) that a word names, in English, German, Dutch, French, Spanish, Portuguese, Italian, Catalan,
 * Romanian, Swedish, Norwegian, Danish, Finnish, Icelandic, Polish, Czech, Slovak, Croatian, Slovene, Hungarian,
 * Russian, Ukrainian, Belarusian, Bulgarian, Serbian, Macedonian, Greek, Turkish, Azerbaijani, Uzbek, Albanian,
 * Estonian, Latvian, Lithuanian, Galician, Basque, Welsh, Maltese, Afrikaans, Swahili, Indonesian, Malay, Filipino,
 * Arabic, Persian, Hebrew, Thai, Hindi, Bengali or Chinese, in full or abbreviated as Unicode's CLDR abbreviates them.
 * European names may lack their accents, and any name may end with a full stop. Where two languages mean different
 * months by one word, the more widely spoken ones decide: "listopad", "lis", "lip" and "srp" are read as in Polish and
 * Czech, not as in Croatian. 0 when the word names no month.
 */
export function monthOf(word: string): number {
  const marked = monthByMarkedWord.get(word.replace(/[.॰]/g, ""));
  if (marked !== undefined) return marked;
  const folded = foldWord(word.replace(leadingPreposition, ""));
  if (folded.length < 2) return 0;
  const whole = monthByWord.get(folded);
  if (whole !== undefined) return whole;
  return folded.length >= 3 ? (monthByStem.get(folded.slice(0, 4)) ?? monthByStem.get(folded.slice(0, 3)) ?? 0) : 0;
}

/** "d'abril" in Catalan and "בנובמבר" in Hebrew: the preposition is written together with the name of the month. */
const leadingPreposition = /^(?:d['’](?=\p{L})|ב(?=\p{L}{3}))/iu;

/**
 * Rewrites other digits and calendars for the date readers. Arabic, Persian, Devanagari, Bengali, Thai and full-width
 * digits become ASCII digits. Japanese era years and years of Taiwan's calendar become years of the common era. The
 * two-word month names of the Levant become single words. Vietnamese dates with numbered months ("21 tháng 11, 2026")
 * become numbers with full stops.
 */
export function foldCalendar(text: string): string {
  return text
    .replace(otherDigits, (digit) => String(digitOf(digit)))
    .replace(
      eraYear,
      (_, era: string, year: string) => `${(eraStart.get(era) ?? 0) + (year === "元" ? 1 : Number(year))}年`,
    )
    .replace(/(تشرين|كانون) (?=ال)/g, "$1")
    .replace(/(\d{1,2}) th(?:áng|g) (\d{1,2})(?:,| năm)? (\d{4})/i, "$1.$2.$3");
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
    .replace(/[.'’׳]/g, "");
}

/** One line for each month: whole words of all languages. */
const monthWords: readonly string[] = [
  "january januar jannar januari janvier enero janeiro gennaio gener ianuarie tammikuu tammikuuta stycznia styczen ledna leden januara sijecnja sijecanj januarja januar januara janvara январь января янв януари січень січня ιανουαριος ιανουαριου ιαν ocak jaanuar janvaris sausio sausis يناير ינואר ژانویه jan ene gen gener كانونالثاني جانفي janv sty led sij ian sijec jaan jän jaen urt urtarrila xaneiro xan студзеня студзень сту січ јануар јануари јан yanvar yan ionawr ion saus sau ינו tammi oca urtarrilaren",
  "february februar februari fevrier febrero fevereiro febbraio febrer februarie helmikuu helmikuuta lutego luty unora unor februara veljace veljaca februarja februar februara февраль февраля фев февруари лютий лютого φεβρουαριος φεβρουαριου φεβ subat veebruar februaris vasario vasaris فبراير פברואר فوریه feb fev fevr شباط فيفري lut uno únor velj febr veebr лют фебр февр фебруар фебруари феб fevral pebrero peb shkurt shk ots otsaila chwefror chwef fra лютага vas helmi פבר sub frar otsailaren",
  "march marz maerz maart mars marzo marco marc martie maaliskuu maaliskuuta marca marzec brezna brezen marec ozujka ozujak marca marcius март марта мар березень березня μαρτιος μαρτιου μαρ mart marts marts kovo kovas مارس מרץ مارس mar mrt maret آذار bre ozu бер сак сакавіка mac machi maw mawrth kov maalis mrc martxoaren martxoa",
  "april avril abril aprile aprilie huhtikuu huhtikuuta kwietnia kwiecien dubna duben aprila travnja travanj aprilis апрель апреля апр април квітень квітня απριλιος απριλιου απρ nisan aprill aprilis balandzio balandis أبريل إبريل אפריל آوریل apr avr abr نيسان أفريل kwi tra квіт кві красавіка кра prill pri nis api apirila ebrill ebr bal huhti אפר tra dub apirilaren",
  "may mai mei maj mayo maio maggio maig toukokuu toukokuuta maja maj kvetna kveten maja svibnja svibanj majus май мая мај травень травня μαιος μαιου μαι mayis mais maijs geguzes geguze مايو מאי مه may mag أيار ماي svi kve трав тра maiatza mej mejju geg touko kve maiatzaren",
  "june juni juin junio junho giugno juny iunie kesakuu kesakuuta czerwca czerwiec cervna cerven juna jun lipnja lipanj junija junij junius июнь июня июн юни червень червня ιουνιος ιουνιου ιουν haziran juuni junijs birzelio birzelis يونيو יוני ژوئن jun giu حزيران جوان cze cvn iun черв чер чэрвеня чэр haz јун јуни iyun iyn hunyo hun qershor qer eka ekaina mehefin meh xuno junie gunju gun birz kesa ekainaren",
  "july juli juillet julio julho luglio juliol iulie heinakuu heinakuuta lipca lipiec cervence cervenec jula srpnja srpanj julija julij julius июль июля июл юли липень липня ιουλιος ιουλιου ιουλ temmuz juuli julijs liepos liepa يوليو יולי ژوئیه jul lug تموز جويلية يوليوز lip cvc juil iul лип ліпеня ліп tem јул јули iyul iyl hulyo hul korrik korr uzt uztaila gorffennaf gorff xullo xul lulju lul liep julai julie heina ліпень uztailaren",
  "august augustus agust aout agosto agost elokuu elokuuta sierpnia sierpien srpna srpen augusta kolovoza kolovoz avgusta avgust augusztus август августа авг серпень серпня αυγουστος αυγουστου αυγ agustos augusts rugpjucio rugpjutis أغسطس אוגוסט اوت aug ago agustus agu avg آب أوت غشت sie srp kol серп сер жніўня жні avqust avq gusht gush abu abuztua awst ogos ogo agosti awwissu aww rugp elo אוג abuztuaren ag",
  "september septembre septiembre setembro settembre setembre septembrie syyskuu syyskuuta wrzesnia wrzesien zari septembra rujna rujan septembra szeptember сентябрь сентября сен септември вересень вересня σεπτεμβριος σεπτεμβριου σεπ eylul septembris rugsejo rugsejis سبتمبر ספטמבר سپتامبر sep sept set szept أيلول شتنبر wrz zar ruj вер верасня eyl септ сент септембар sentyabr sentabr sen setyembre shtator sht ira iraila medi settembru rugs syys ספט сеп irailaren",
  "october oktober octobre octubre outubro ottobre octombrie lokakuu lokakuuta pazdziernika pazdziernik rijna rijen oktobra october октябрь октября окт октомври жовтень жовтня οκτωβριος οκτωβριου οκτ ekim oktoober oktobris spalio spalis أكتوبر אוקטובר اکتبر oct okt out ott تشرينالأول paz rij жовт жов кастрычніка кас eki октобар tetor tet urr urria hydref hyd ottubru spal loka oktyabr אוק urriaren",
  "november novembre noviembre novembro noiembrie marraskuu marraskuuta listopada listopad listopadu novembra studenoga studeni ноябрь ноября ноя ноември листопад листопада νοεμβριος νοεμβριου νοε kasim novembris lapkricio lapkritis نوفمبر נובמבר نوامبر nov تشرينالثاني نونبر lis лист нояб новембар ное лістапада ліс kas noyabr noy nobyembre nob nentor nen azaroa aza tachwedd tach lapkr marras נוב stu нов azaroaren",
  "december dezember decembre diciembre dezembro dicembre desembre decembrie joulukuu joulukuuta grudnia grudzien prosince prosinec decembra prosinca prosinac декабрь декабря дек декември грудень грудня δεκεμβριος δεκεμβριου δεκ aralik detsember decembris gruodzio gruodis ديسمبر דצמבר دسامبر dec dez dic des desember desember كانونالأول دجنبر gru pro груд гру снежня сне ara децембар дец dekabr dek disyembre dhjetor dhj abe abendua rhagfyr rhag dicembru desemba disember dis dets gruod joulu דצמ abenduaren",
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
  "जन फ़र मार्च अप्रैल मई जून जुल अग सित अक्टू नव दिस",
  "জানুয়ারি ফেব্রুয়ারি মার্চ এপ্রিল মে জুন জুলাই আগস্ট সেপ্টেম্বর অক্টোবর নভেম্বর ডিসেম্বর",
  "জানু ফেব মার্চ এপ্রি মে জুন জুল আগ সেপ অক্টো নভে ডিসে",
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
