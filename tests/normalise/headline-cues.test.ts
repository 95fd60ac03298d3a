import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cueWords } from "../../src/normalise/cues/cue-words.ts";
import { readCue } from "../../src/normalise/cues/headline-cues.ts";
import { expectLinear } from "../support/growth.ts";

describe("readCue()", () => {
  test.each([
    ["UPDATE 2-Ferry sinks off Dover", "update", 2, "Ferry sinks off Dover"],
    ["UPDATE 1 - Ferry sinks", "update", 1, "Ferry sinks"],
    ["UPDATE1-フェリーが沈没", "update", 1, "フェリーが沈没"],
    ["Update: Ferry sinks", "update", null, "Ferry sinks"],
    ["UPDATED: Ferry sinks", "update", null, "Ferry sinks"],
    ["CORRECTED-Ferry sinks", "correction", null, "Ferry sinks"],
    ["CORRECTED: Ferry sinks", "correction", null, "Ferry sinks"],
    ["Correction: Ferry did not sink", "correction", null, "Ferry did not sink"],
    ["UPDATE 2-CORRECTED-Ferry sinks", "correction", 2, "Ferry sinks"],
    ["REFILE-UPDATE 3-Ferry sinks", "refile", 3, "Ferry sinks"],
    ["RPT-Ferry sinks", "refile", null, "Ferry sinks"],
    ["WRAPUP 3-Ferry sinks, port shut", "wrapup", 3, "Ferry sinks, port shut"],
    ["WRAP-UP 2-Ferry sinks", "wrapup", 2, "Ferry sinks"],
    ["WITHDRAWN: Ferry sinks", "withdrawn", null, "Ferry sinks"],
    ["KILL: Ferry sinks", "withdrawn", null, "Ferry sinks"],
    ["FLASH: Ferry sinks", "flash", null, "Ferry sinks"],
    ["URGENT Ferry sinks off Dover", "urgent", null, "Ferry sinks off Dover"],
    ["ALERT-Ferry sinks", "alert", null, "Ferry sinks"],
    ["BREAKING: Ferry sinks", "breaking", null, "Ferry sinks"],
    ["🚨 BREAKING NEWS | Ferry sinks", "breaking", null, "Ferry sinks"],
    ["Exclusive-Ferry line to be sold", "exclusive", null, "Ferry line to be sold"],
    ["EXCLUSIVE - Ferry line to be sold", "exclusive", null, "Ferry line to be sold"],
    ["(LEAD) Ferry sinks off Busan", "update", null, "Ferry sinks off Busan"],
    ["(2nd LD) Ferry sinks off Busan", "update", 2, "Ferry sinks off Busan"],
    ["2ND LD: Ferry sinks", "update", 2, "Ferry sinks"],
    ["[BREAKING] Ferry sinks", "breaking", null, "Ferry sinks"],
    ["Ferry sinks off Dover (UPDATED)", "update", null, "Ferry sinks off Dover"],
    ["URGENT - Un ferry coule", "urgent", null, "Un ferry coule"],
    ["LEAD 2-Un ferry coule à Calais", "update", 2, "Un ferry coule à Calais"],
    ["SYNTHESE 3-Un ferry coule", "wrapup", 3, "Un ferry coule"],
    ["Mise à jour : un ferry coule", "update", null, "un ferry coule"],
    ["ÚLTIMA HORA | Se hunde un ferry", "breaking", null, "Se hunde un ferry"],
    ["ACTUALIZACIÓN 2-Se hunde un ferry", "update", 2, "Se hunde un ferry"],
    ["CORREGIDO-Se hunde un ferry", "correction", null, "Se hunde un ferry"],
    ["EILMELDUNG: Fähre gesunken", "flash", null, "Fähre gesunken"],
    ["BERICHTIGUNG: Fähre gesunken", "correction", null, "Fähre gesunken"],
    ["ROUNDUP 2: Fähre gesunken", "wrapup", 2, "Fähre gesunken"],
    ["+++ EIL +++ Fähre gesunken", "flash", null, "Fähre gesunken"],
    ["Ultim'ora: affonda un traghetto", "breaking", null, "affonda un traghetto"],
    ["AGGIORNAMENTO 1-Affonda un traghetto", "update", 1, "Affonda un traghetto"],
    ["ATUALIZAÇÃO 1-Balsa afunda", "update", 1, "Balsa afunda"],
    ["URGENTE: balsa afunda", "urgent", null, "balsa afunda"],
    ["СРОЧНО: паром затонул", "urgent", null, "паром затонул"],
    ["СРОЧНО Паром затонул", "urgent", null, "Паром затонул"],
    ["ИСПРАВЛЕНО: паром затонул", "correction", null, "паром затонул"],
    ["ТЕРМІНОВО. Пором затонув", "urgent", null, "Пором затонув"],
    ["ОНОВЛЕНО: пором затонув", "update", null, "пором затонув"],
    ["SON DAKİKA: Feribot battı", "breaking", null, "Feribot battı"],
    ["Son dakika... Feribot battı", null, null, "Son dakika... Feribot battı"],
    ["GÜNCELLEME 2 - Feribot battı", "update", 2, "Feribot battı"],
    ["عاجل: غرق عبارة قبالة السواحل", "urgent", null, "غرق عبارة قبالة السواحل"],
    ["#عاجل | غرق عبارة", "urgent", null, "غرق عبارة"],
    ["عاجل.. غرق عبارة", "urgent", null, "غرق عبارة"],
    ["تصحيح: غرق عبارة", "correction", null, "غرق عبارة"],
    ["فوری: غرق کشتی", "urgent", null, "غرق کشتی"],
    ["اصلاحیه: غرق کشتی", "correction", null, "غرق کشتی"],
    ["快讯：一艘渡轮沉没", "flash", null, "一艘渡轮沉没"],
    ["更正：一艘渡轮沉没", "correction", null, "一艘渡轮沉没"],
    ["（更新）一艘渡轮沉没", "update", null, "一艘渡轮沉没"],
    ["再送-フェリーが沈没", "refile", null, "フェリーが沈没"],
    ["訂正：フェリーが沈没", "correction", null, "フェリーが沈没"],
    ["再送港湾局、フェリー沈没で会見", "refile", null, "港湾局、フェリー沈没で会見"],
    ["再送フェリーが沈没", "refile", null, "フェリーが沈没"],
    ["再送－フェリーが沈没", "refile", null, "フェリーが沈没"],
    ["再送＝フェリーが沈没", "refile", null, "フェリーが沈没"],
    ["再送（フェリー沈没、捜索続く）", "refile", null, "（フェリー沈没、捜索続く）"],
    ["再送（訂正）フェリーが沈没", "correction", null, "フェリーが沈没"],
    ["再送〔港だより〕フェリーが沈没", "refile", null, "〔港だより〕フェリーが沈没"],
    ["再送-UPDATE 2-フェリーが沈没", "refile", 2, "フェリーが沈没"],
    ["【速報】フェリーが沈没", "flash", null, "フェリーが沈没"],
    ["[속보] 여객선 침몰", "breaking", null, "여객선 침몰"],
    ["여객선 침몰…해경 수색(종합2보)", "wrapup", 2, "여객선 침몰…해경 수색"],
    ["RALAT: Feri karam", "correction", null, "Feri karam"],
    ["ＵＰＤＡＴＥ１：フェリー沈没", "update", 1, "フェリー沈没"],
  ])("reads %j", (title, kind, number, headline) => {
    const read = readCue(title);
    expect([read.cue?.kind ?? null, read.cue?.number ?? null, read.headline]).toEqual([kind, number, headline]);
    expect(read.cue === null || title.includes(read.cue.raw)).toBe(true);
  });

  test.each([
    "Update your browser now",
    "Kill Bill returns to cinemas",
    "Kill: a film in four parts",
    "Urgent care centre opens",
    "URGENT CARE CENTRE OPENS",
    "Alert residents foil robbery",
    "ALERT residents foil robbery",
    "Breaking Bad returns - cast confirmed",
    "Lead: the toxic metal in our pipes",
    "Lead-free paint for all schools",
    "Flash floods cut off village",
    "Flash-flood warning lifted",
    "Exclusive resort opens on island",
    "Exklusiv-Interview mit dem Trainer",
    "Update-Pflicht für Router kommt",
    "EXCLUSIVE-USE ZONE PLANNED FOR HARBOUR",
    "Correction facility escapes audit",
    "Wrap up warm: cold snap ahead",
    "Alerte rouge aux inondations",
    "Urgente necesidad de médicos",
    "Última hora de la tarde en el puerto",
    "Срочно требуется врач",
    "Son dakika golüyle kazandı",
    "最新技術を展示",
    "更新料をめぐる裁判",
    "訂正放送を求める",
    "再送信の手順を確認",
    "再送料金を値上げへ",
    "再送する荷物が倍増",
    "再送電に三日",
    "Punto de encuentro",
    "Repeat offender jailed",
    "BREAKING NEWS:",
    "URGENT",
    "[속보]",
    "",
  ])("leaves %j as it is", (title) => {
    expect(readCue(title)).toEqual({ cue: null, headline: title });
  });

  test("knows the cues of at least ten languages", () => {
    expect(new Set(cueWords.map((row) => row.kind)).size).toBe(12);
  });

  test("never empties a headline, never invents a word, and finds nothing more the second time", () => {
    const words = cueWords.flatMap((row) => row.words);
    const piece = fc.oneof(
      fc.constantFrom(...words),
      fc.constantFrom(...words).map((word) => word.toUpperCase()),
      fc.constantFrom("-", ": ", " - ", "[", "]", "(", ")", " ", "2", "！", "…", "Ferry", "sinks", "沈没"),
      fc.string({ unit: "grapheme", maxLength: 5 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (parts) => {
        const title = parts.join("");
        const { cue, headline } = readCue(title);
        expect(headline === "").toBe(title.trim() === "");
        expect(title).toContain(headline);
        if (cue !== null) expect(headline.length).toBeLessThan(title.trim().length);
      }),
    );
  });

  test.each(["UPDATE 2-", "[", "( ", "#", "！", "a ", "-"])("reads noise such as %j in linear time", (noise) => {
    expectLinear((size) => readCue(noise.repeat(size)), 100_000);
  });
});
