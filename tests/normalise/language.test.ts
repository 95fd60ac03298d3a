import { describe, expect, test } from "vitest";
import { entryLanguage } from "../../src/normalise/language/language.ts";
import { languageTag } from "../../src/normalise/language/language-tag.ts";

function language(title: string, declaredItem: string | null = null, declaredFeed: string | null = null, text = "") {
  return entryLanguage({ declaredItem, declaredFeed, title, text });
}

const texts: Readonly<Record<string, string>> = {
  en: "The harbour master said on Sunday that pilots would go back to work after nine days of dispute over pay.",
  fr: "Le capitaine du port a annoncé dimanche que les pilotes reprendraient le travail après neuf jours de conflit.",
  es: "El capitán del puerto anunció el domingo que los prácticos volverán al trabajo tras nueve días de conflicto.",
  de: "Der Hafenmeister sagte am Sonntag, die Lotsen würden nach neun Tagen Streit um den Lohn wieder arbeiten.",
  it: "Il comandante del porto ha annunciato domenica che i piloti torneranno al lavoro dopo nove giorni di protesta.",
  pt: "O capitão do porto anunciou no domingo que os pilotos voltarão ao trabalho depois de nove dias de greve.",
  tr: "Liman başkanı pazar günü kılavuz kaptanların dokuz gün süren anlaşmazlıktan sonra işe döneceğini söyledi.",
  ru: "Начальник порта сообщил в воскресенье, что лоцманы вернутся к работе после девяти дней спора о зарплате.",
  uk: "Начальник порту повідомив у неділю, що лоцмани повернуться до роботи після дев'яти днів суперечки про платню.",
  ar: "أعلن مدير الميناء يوم الأحد أن المرشدين سيعودون إلى العمل بعد تسعة أيام من الخلاف حول الأجور",
  fa: "رئیس بندر روز یکشنبه اعلام کرد که راهنمایان کشتی پس از نه روز اختلاف بر سر دستمزد به کار بازمی‌گردند",
  zh: "港务局长周日表示，引航员在为期九天的薪资争议之后将恢复工作。",
  ja: "港長は日曜日、水先人が九日間の賃金をめぐる争いの後に仕事に戻ると述べた。",
  ko: "항만청장은 일요일 도선사들이 아흐레 동안의 임금 분쟁 끝에 업무에 복귀할 것이라고 말했다.",
  el: "Ο λιμενάρχης δήλωσε την Κυριακή ότι οι πλοηγοί θα επιστρέψουν στην εργασία τους.",
  th: "เจ้าท่าท่าเรือกล่าวเมื่อวันอาทิตย์ว่านักบินนำร่องจะกลับมาทำงาน",
  he: "מנהל הנמל אמר ביום ראשון כי הנתבים יחזרו לעבודה לאחר תשעה ימים",
  hi: "बंदरगाह प्रमुख ने रविवार को कहा कि पायलट नौ दिन के विवाद के बाद काम पर लौटेंगे",
};

describe("entryLanguage()", () => {
  test.each(Object.entries(texts))("guesses %s when no language is declared", (wanted, text) => {
    expect(language(text)).toBe(wanted);
  });

  test("prefers the item's language to the feed's", () => {
    expect(language("Ferry", "en-GB", "de")).toBe("en-gb");
    expect(language("Ferry", null, "de_AT")).toBe("de-at");
  });

  test.each([
    [texts.ja, "en-US", "ja"],
    [texts.zh, "en", "zh"],
    [texts.ru, "en-us", "ru"],
    [texts.ar, "en", "ar"],
    [texts.fa, "en", "fa"],
    [texts.en, "ja", "en"],
    [texts.ja, "zh-cn", "ja"],
  ])("is not told that %j is in %j", (text, declared, wanted) => {
    expect(language(text ?? "", null, declared)).toBe(wanted);
  });

  test.each([
    ["首相が辞任", "ja"],
    ["首相辞任", "ja"],
    ["iPhone 15 Pro", "ja"],
    ["Сегодня: iPhone 15", "ru"],
    ["Vučić u Briselu", "sr"],
    ["", "fr"],
    ["123", "fr"],
  ])("leaves the declaration of %j alone", (title, declared) => {
    expect(language(title, null, declared)).toBe(declared);
  });

  test("does not guess the language of a short text", () => {
    expect(language("OK")).toBeNull();
  });
});

describe("languageTag()", () => {
  test.each([
    ["en-US", "en-us"],
    ["pt_BR", "pt-br"],
    [" FR ", "fr"],
    ["en_us.UTF-8", "en-us"],
    ["iw", "he"],
    ["jp", "ja"],
    ["English", null],
    ["und", null],
    ["", null],
    [null, null],
  ])("reads %j as %j", (declared, tag) => {
    expect(languageTag(declared)).toBe(tag);
  });
});
