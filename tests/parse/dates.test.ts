import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseDate } from "../../src/parse/dates/dates.ts";
import { expectLinear } from "../support/growth.ts";

const iso = (raw: string) => {
  const date = parseDate(raw);
  return date === null ? null : new Date(date.at).toISOString().replace(".000Z", "Z");
};

describe("parseDate() reads", () => {
  test.each([
    // RFC 822 and 2822
    ["Sat, 21 Nov 2026 08:30:00 +0100", "2026-11-21T07:30:00Z"],
    ["Sat, 21 Nov 26 08:30 GMT", "2026-11-21T08:30:00Z"],
    ["21 Nov 2026 08:30:00 EST", "2026-11-21T13:30:00Z"],
    ["Saturday, 21-Nov-99 08:30:00 PDT", "1999-11-21T15:30:00Z"],
    ["Sat, 21 Nov 2026 08:30:00 -0500 (CDT)", "2026-11-21T13:30:00Z"],
    ["Sat, 21 Nov 2026 08:30:00 GMT+2", "2026-11-21T06:30:00Z"],
    ["Sat, 21 Nov 2026 24:00:00 GMT", "2026-11-22T00:00:00Z"],
    ["Thu, 31 Jun 2004 10:00:00 GMT", "2004-07-01T10:00:00Z"],
    ["Sat, 21 Nov 2026", "2026-11-21T00:00:00Z"],
    ["Nov 21, 2026 8:05 PM", "2026-11-21T20:05:00Z"],
    ["November 21, 2026 12:05 am EST", "2026-11-21T05:05:00Z"],
    // RFC 3339 and W3C-DTF
    ["2026-11-21T08:30:00Z", "2026-11-21T08:30:00Z"],
    ["2026-11-21T08:30:00.123456-02:30", "2026-11-21T11:00:00Z"],
    ["2026-11-21 08:30:00+0530", "2026-11-21T03:00:00Z"],
    ["2026-11-21T08:30Z", "2026-11-21T08:30:00Z"],
    ["20261121T083000Z", "2026-11-21T08:30:00Z"],
    ["2026-11-21", "2026-11-21T00:00:00Z"],
    ["2026-11", "2026-11-01T00:00:00Z"],
    ["2026", "2026-01-01T00:00:00Z"],
    ["2026-325", "2026-11-21T00:00:00Z"],
    ["2026-11-21T24:00:00Z", "2026-11-22T00:00:00Z"],
    // asctime, epoch, separators
    ["Sat Nov 21 08:30:00 2026", "2026-11-21T08:30:00Z"],
    ["Sat Nov 21 08:30:00 CET 2026", "2026-11-21T07:30:00Z"],
    ["1795249800", "2026-11-21T08:30:00Z"],
    ["1795249800123", "2026-11-21T08:30:00Z"],
    ["21.11.2026 08:30", "2026-11-21T08:30:00Z"],
    ["21/11/2026 08:30:00", "2026-11-21T08:30:00Z"],
    ["11/21/2026 08:30:00 PM", "2026-11-21T20:30:00Z"],
    ["2026/11/21 08:30", "2026-11-21T08:30:00Z"],
    ["2026-11-21 08:30:00.0", "2026-11-21T08:30:00Z"],
    ["20261121083000", "2026-11-21T08:30:00Z"],
    // other languages
    ["Sa, 21 Dez 2026 08:30:00 +0100", "2026-12-21T07:30:00Z"],
    ["sam., 21 févr. 2026 08:30:00 +0100", "2026-02-21T07:30:00Z"],
    ["mar., 3 août 2026 08:30 GMT", "2026-08-03T08:30:00Z"],
    ["sáb, 21 ene 2026 08:30:00 +0100", "2026-01-21T07:30:00Z"],
    ["21 de março de 2026, 08:30", "2026-03-21T08:30:00Z"],
    ["sab, 21 mag 2026 08:30:00 +0200", "2026-05-21T06:30:00Z"],
    ["za, 21 mrt 2026 08:30:00 +0100", "2026-03-21T07:30:00Z"],
    ["Сб, 21 ноября 2026 08:30:00 +0300", "2026-11-21T05:30:00Z"],
    ["Σαβ, 21 Νοέ 2026 08:30:00 EET", "2026-11-21T06:30:00Z"],
    ["2026-július-13T9:15-05:00", "2026-07-13T14:15:00Z"],
    ["2026년 11월 21일 오후 1:30", "2026-11-21T13:30:00Z"],
    ["2026年11月21日 08:30", "2026-11-21T08:30:00Z"],
    ["21 Kasım 2026 08:30", "2026-11-21T08:30:00Z"],
    ["21 listopada 2026, 08:30", "2026-11-21T08:30:00Z"],
    ["21. listopadu 2026, 08:30", "2026-11-21T08:30:00Z"],
    ["21. ágúst 2026, 08:30", "2026-08-21T08:30:00Z"],
    ["21. junij 2026, 08:30", "2026-06-21T08:30:00Z"],
    ["21. julij 2026, 08:30", "2026-07-21T08:30:00Z"],
    ["21 marraskuuta 2026 08:30", "2026-11-21T08:30:00Z"],
    ["21 نوفمبر 2026 08:30", "2026-11-21T08:30:00Z"],
    // weeks of ISO 8601
    ["2026-W47-6T08:30:00Z", "2026-11-21T08:30:00Z"],
    ["2026W476", "2026-11-21T00:00:00Z"],
    ["2026-W01", "2025-12-29T00:00:00Z"],
    ["2020-W53-7", "2021-01-03T00:00:00Z"],
    // zones by name
    ["Sat, 21 Nov 2026 08:30:00 WITA", "2026-11-21T00:30:00Z"],
    ["Sat, 21 Nov 2026 08:30:00 WIT", "2026-11-20T23:30:00Z"],
    ["Sat, 21 Nov 2026 08:30:00 NPT", "2026-11-21T02:45:00Z"],
    ["Sat, 21 Nov 2026 08:30:00 Asia/Kolkata", "2026-11-21T03:00:00Z"],
    ["2026-07-21T08:30:00[Europe/Paris]", "2026-07-21T06:30:00Z"],
    ["2026-07-21 08:30:00 Australia/Lord_Howe", "2026-07-20T22:00:00Z"],
    ["Sat, 21 Nov 2026 08:30:00 Pacific Standard Time", "2026-11-21T16:30:00Z"],
    ["7/21/2026 8:30:00 AM W. Europe Standard Time", "2026-07-21T06:30:00Z"],
    ["21 July 2026 08:30 British Summer Time", "2026-07-21T07:30:00Z"],
    ["Sat, 21 Nov 2026 08:30:00 CST+8", "2026-11-21T00:30:00Z"],
    ["Samstag, 21. November 2026, 08:30 Uhr MEZ", "2026-11-21T07:30:00Z"],
    // East Asian times, other digits, other calendars
    ["2026年11月21日08時30分15秒", "2026-11-21T08:30:15Z"],
    ["2026年11月21日下午2点", "2026-11-21T14:00:00Z"],
    ["2026년 11월 21일 오후 2시 5분", "2026-11-21T14:05:00Z"],
    ["令和8年11月21日 8時半", "2026-11-21T08:30:00Z"],
    ["民國115年11月21日", "2026-11-21T00:00:00Z"],
    ["۲۱ نوامبر ۲۰۲۶ ۰۸:۳۰", "2026-11-21T08:30:00Z"],
    ["21 تشرين الثاني 2026", "2026-11-21T00:00:00Z"],
    ["21 มี.ค. 2569 08:30 น.", "2026-03-21T08:30:00Z"],
    ["२१ नवंबर २०२६", "2026-11-21T00:00:00Z"],
    // what programs write
    ["/Date(1795249800000)/", "2026-11-21T08:30:00Z"],
    ["1795249800.25", "2026-11-21T08:30:00Z"],
  ])("%s", (raw, expected) => expect(iso(raw)).toBe(expected));
});

test.each([
  "2026-48-07",
  "2026-11-33",
  "2026-W54-1",
  "2026-W48-8",
  "",
  "   ",
  "yesterday",
  "soon",
  "Mon",
  "12",
  "::",
  "n/a",
  "0000-00-00 00:00:00",
])("parseDate() finds no date in %j", (raw) => expect(parseDate(raw)).toBeNull());

test("parseDate() reports what it assumed", () => {
  expect(parseDate("2026-11-21")).toMatchObject({ midnight: true, zoneAssumed: true });
  expect(parseDate("2026-11-21T00:00:00+05:00")).toMatchObject({ midnight: true, zoneAssumed: false });
  expect(parseDate("Sat, 21 Nov 2026 08:30:00")).toMatchObject({ midnight: false, zoneAssumed: true });
  expect(parseDate("Sat, 21 Nov 2026 08:30:00 XYZ")).toMatchObject({ midnight: false, zoneAssumed: true });
  expect(parseDate("Sat, 21 Nov 2026 08:30:00 GMT")).toMatchObject({ midnight: false, zoneAssumed: false });
});

test("parseDate() reads any standard form, whatever the machine's time zone", () => {
  const instant = fc.date({ min: new Date("1990-01-01"), max: new Date("2089-12-31"), noInvalidDate: true });
  const zone = process.env.TZ;
  try {
    fc.assert(
      fc.property(instant, fc.constantFrom("UTC", "America/St_Johns", "Pacific/Kiritimati"), (date, machineZone) => {
        process.env.TZ = machineZone;
        const at = Math.floor(date.getTime() / 1000) * 1000;
        for (const text of [date.toISOString(), new Date(at).toUTCString()]) {
          expect(parseDate(text)?.at).toBe(at);
        }
      }),
    );
  } finally {
    process.env.TZ = zone;
  }
});

test("parseDate() never throws, and reads noise in linear time", () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 300 }), (text) => {
      const date = parseDate(text);
      expect(date === null || Number.isInteger(date.at)).toBe(true);
    }),
  );
  for (const unit of ["1:", "2026-", "Jan ", "+0100", "1 ", ".5"]) {
    expectLinear((size) => parseDate(unit.repeat(size)), 200_000);
  }
});

test("parseDate() reads a local time with the name of its place, on any day of the place's clock", () => {
  const places = ["America/New_York", "Europe/Berlin", "Asia/Kolkata", "Australia/Sydney", "America/St_Johns", "UTC"];
  const minutes = fc.integer({ min: Date.UTC(2000, 0, 1) / 60_000, max: Date.UTC(2030, 0, 1) / 60_000 });
  fc.assert(
    fc.property(fc.constantFrom(...places), minutes, (place, minute) => {
      const at = minute * 60_000;
      const local = new Date(at).toLocaleString("sv-SE", { timeZone: place });
      const later = new Date(at + 3_600_000).toLocaleString("sv-SE", { timeZone: place });
      const earlier = new Date(at - 3_600_000).toLocaleString("sv-SE", { timeZone: place });
      // In autumn one hour occurs twice, and the text does not say which of the two is meant.
      fc.pre(local !== later && local !== earlier);
      expect(parseDate(`${local} ${place}`)?.at).toBe(at);
    }),
  );
});

test("parseDate() reads every week date as the day that it names", () => {
  const day = fc.integer({ min: Date.UTC(1990, 0, 1) / 86_400_000, max: Date.UTC(2089, 11, 31) / 86_400_000 });
  fc.assert(
    fc.property(day, (days) => {
      const weekday = ((days + 3) % 7) + 1;
      const thursday = new Date((days - weekday + 4) * 86_400_000);
      const year = thursday.getUTCFullYear();
      const week = Math.floor((thursday.getTime() - Date.UTC(year, 0, 1)) / (7 * 86_400_000)) + 1;
      expect(parseDate(`${year}-W${String(week).padStart(2, "0")}-${weekday}`)?.at).toBe(days * 86_400_000);
    }),
  );
});

/** CLDR's month names of these languages, as browsers and content systems write them. */
const languages =
  "af az be bg bn bs ca cs cy da de el en es et eu fa fi fil fr gl he hi hr hu id is it lt lv mk ms mt nb nl nn pl pt ro ru sk sl sq sr sr-Latn sv sw th tr uk uz vi zh".split(
    " ",
  );

/** Croatian words that are other months in Polish and Czech. */
const readAsAnother = new Set(["lip", "srp", "lis", "listopada"]);

describe.each(languages)("the months of %s", (language) => {
  test.each(["long", "short"] as const)("are read from its %s dates", (month) => {
    const format = new Intl.DateTimeFormat(`${language}-u-ca-gregory-nu-latn`, {
      ...({ day: "numeric", year: "numeric", timeZone: "UTC" } as const),
      month,
    });
    const days = Array.from({ length: 12 }, (_, index) => new Date(Date.UTC(2026, index, 21)));
    const misread = days.filter((day) => {
      const name = format.formatToParts(day).find(({ type }) => type === "month")?.value ?? "";
      return parseDate(format.format(day))?.at !== day.getTime() && !(language === "hr" && readAsAnother.has(name));
    });
    expect(misread.map((day) => format.format(day))).toEqual([]);
  });
});
