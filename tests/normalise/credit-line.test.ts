import { describe, expect, test } from "vitest";
import { agencies } from "../../src/domain/text/agencies.ts";
import { readCredit } from "../../src/normalise/cues/credit-line.ts";
import { expectLinear } from "../support/growth.ts";

const filler = "The harbour master said that pilots would go back to work on Monday. ".repeat(12);
const credit = (text: string, author = "", title = ""): string | null =>
  readCredit(text, author === "" ? [] : [{ name: author }], title);

describe("readCredit()", () => {
  test.each([
    [`MOSCOW, July 4 (Reuters) - ${filler}`, "Reuters"],
    [`LONDON (AP) — ${filler}`, "AP"],
    [`LONDON (AP) -- ${filler}`, "AP"],
    [`PARIS (AFP) – ${filler}`, "AFP"],
    [`BERLIN (dpa) - ${filler}`, "dpa"],
    [`MOSCOW, July 4. /TASS/. ${filler}`, "TASS"],
    [`Madrid, 4 jul (EFE).- ${filler}`, "EFE"],
    [`(ANSA) - ROMA, 04 LUG - ${filler}`, "ANSA"],
    [`BEIJING, July 4 (Xinhua) -- ${filler}`, "Xinhua"],
    [`TOKYO, July 4 (Kyodo) ${filler}`, "Kyodo"],
    [`ANKARA (AA) - ${filler}`, "Anadolu"],
    [`[東京 4日 ロイター] - フェリーが沈没した。`, "Reuters"],
    [`[東京 ２０日 ロイター] - フェリーが沈没した。`, "Reuters"],
    [`［東京　２０日　ロイター］フェリーが沈没した。`, "Reuters"],
    [`[４日 ロイター] - フェリーが沈没した。`, "Reuters"],
    [`【ワシントン共同】フェリーが沈没した。`, "Kyodo"],
    [`新华社北京7月4日电 一艘渡轮沉没。`, "Xinhua"],
    [`（新华社）一艘渡轮沉没。`, "Xinhua"],
    [`(서울=연합뉴스) 여객선이 침몰했다.`, "Yonhap"],
    [`(رويترز) - غرقت عبارة`, "Reuters"],
    [`[Reuters] ${filler}`, "Reuters"],
    [`${filler}\n\nSOURCE: AFP`, "AFP"],
    [`${filler}\n\nSource: News agencies`, "News agencies"],
    [`${filler}\n\nSOURCE: NEWS AGENCIES\n\nLEAVE A REPLY`, "News agencies"],
    [`${filler}\n\nQuelle: dpa`, "dpa"],
    [`${filler}\n\nИсточник: ТАСС`, "TASS"],
    [`${filler} (AFP/Jiji)`, "Jiji"],
    [`${filler}\n\n(AP)`, "AP"],
    [`${filler} (With inputs from PTI)`, "PTI"],
  ])("reads the credit of %j", (text, name) => {
    expect(credit(text)).toBe(name);
  });

  test.each([
    ["Reuters Staff", "Reuters"],
    ["By The Associated Press", "AP"],
    ["Guardian staff and agencies", "News agencies"],
    ["Agence France-Presse in Kabul", "AFP"],
    ["Ferry Desk", null],
  ])("reads the author %j", (author, name) => {
    expect(credit(filler, author)).toBe(name);
  });

  test.each([
    `The Ministry of Trade and Industry (MTI) - which runs the port - said so. ${filler}`,
    `The Ministry of Trade and Industry (MTI). ${filler}`,
    `Researchers say artificial general intelligence (AGI) is near. ${filler}`,
    `He told Reuters that the ferry had sunk. ${filler}`,
    `The source: a leak in the hull. ${filler}`,
    `AP classes grow more popular, says the school (AP Biology). ${filler}`,
    filler,
    "",
  ])("finds none in %j", (text) => {
    expect(credit(text)).toBeNull();
  });

  test("gives no spelling to two agencies", () => {
    const owners = new Map<string, string>();
    for (const { name, spellings } of agencies) {
      for (const spelling of spellings) expect(owners.get(spelling) ?? name, spelling).toBe(name);
      for (const spelling of spellings) owners.set(spelling, name);
    }
  });

  test.each(["(", "(Reuters ", "source: ", "/TASS", "[ ]"])("reads noise such as %j in linear time", (noise) => {
    expectLinear((size) => credit(noise.repeat(size)), 100_000);
  });
});
