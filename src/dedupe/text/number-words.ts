import { charTables, fillTables } from "./char-tables.ts";
import { hashWord } from "./hash-word.ts";

/**
 * Number words in the languages of most agencies, by their figure. They count as figures, so that they must agree in
 * both texts. The words for dates and order below count as figures too.
 */
const figures: Readonly<Record<string, string>> = {
  "2": "two zwei deux dos dois twee",
  "3": "three drei trois tres tre drie три",
  "4": "four vier quatre cuatro quattro quatro четыре",
  "5": "five fünf cinq cinco cinque vijf пять",
  "6": "six sechs seis zes шесть",
  "7": "seven sieben siete sette zeven семь",
  "8": "eight acht huit ocho oito восемь",
  "9": "nine neun neuf nueve nove negen девять",
  "10": "ten zehn dix diez dieci dez десять",
  "11": "eleven onze undici",
  "12": "twelve zwölf douze doce dodici doze",
  "1000": "thousand tausend mille",
};

const datingWords =
  "monday tuesday wednesday thursday friday saturday sunday january february april june july august september october november december " +
  "first second third fourth fifth sixth seventh eighth ninth tenth " +
  "montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag januar februar juni juli oktober dezember " +
  "lunes martes miércoles jueves viernes sábado domingo enero febrero marzo abril mayo junio julio agosto septiembre " +
  "setiembre octubre noviembre diciembre lundi mardi mercredi jeudi vendredi samedi dimanche janvier février avril juin " +
  "juillet août septembre octobre décembre lunedì martedì mercoledì giovedì venerdì domenica gennaio febbraio aprile " +
  "maggio giugno luglio settembre ottobre dicembre segunda-feira janeiro fevereiro março maio junho julho setembro " +
  "outubro dezembro maandag dinsdag woensdag donderdag vrijdag zaterdag zondag januari februari maart augustus " +
  "poniedziałek wtorek środa środę czwartek piątek sobota sobotę niedziela niedzielę stycznia lutego marca kwietnia " +
  "czerwca lipca sierpnia września października listopada grudnia pazartesi salı çarşamba perşembe cuma cumartesi ocak " +
  "şubat nisan mayıs haziran temmuz ağustos eylül kasım aralık понедельник вторник среду четверг пятницу субботу " +
  "воскресенье января февраля марта апреля июня июля августа сентября октября ноября декабря";

/** Maps the hash of a number word to the hash of its figure, and a word for a date or order to its own hash. */
export const numberWords: ReadonlyMap<number, number> = buildNumberWords();

function buildNumberWords(): Map<number, number> {
  const known = new Map<number, number>();
  for (const [figure, words] of Object.entries(figures)) {
    for (const word of words.split(" ")) known.set(hashOf(word), hashOf(figure));
  }
  for (const word of datingWords.split(" ")) known.set(hashOf(word), hashOf(word));
  return known;
}

function hashOf(word: string): number {
  const units = new Uint16Array(word.length);
  fillTables(word);
  for (let i = 0; i < word.length; i += 1) units[i] = charTables.folded[word.charCodeAt(i)] as number;
  return hashWord(units, units.length, /\p{Script=Cyrillic}/u.test(word));
}
