import { expect, test } from "vitest";
import { agencyOf } from "../../src/domain/text/agency-of.ts";

test.each([
  ["The Associated Press", "ap"],
  ["ASSOCIATED PRESS", "ap"],
  ["associated press", "ap"],
  ["AP News", "ap"],
  ["LONDON (AP)", "ap"],
  ["AP通信", "ap"],
  ["Agence France-Presse", "afp"],
  ["AGENCE FRANCE PRESSE", "afp"],
  ["Deutsche Presse-Agentur", "dpa"],
  ["DPA", "dpa"],
  ["EFE", "efe"],
  ["Agencia Efe", "efe"],
  ["AGENCIA EFE", "efe"],
  ["ANSA", "ansa"],
  ["Agenzia Ansa", "ansa"],
  ["ANI", "ani"],
  ["Asian News International", "ani"],
  ["PRESS TRUST OF INDIA", "pti"],
  ["RIA", "ria novosti"],
  ["Ria Novosti", "ria novosti"],
  ["РИА НОВОСТИ", "ria novosti"],
  ["Риа Новости", "ria novosti"],
  ["Kyodo News", "kyodo"],
  ["TOKYO, July 4 (KYODO)", "kyodo"],
  ["Jiji Press", "jiji"],
  ["AFP-JIJI", "afp"],
  ["REUTERS UK", "reuters"],
])("agencyOf() finds the agency in %j", (text, name) => {
  expect(agencyOf(text)).toBe(name);
});

test.each([
  "Ap Biology",
  "Efe Kaya",
  "Agencia Efectiva",
  "Ansa Maria",
  "Ani DiFranco",
  "Ria Formosa Weekly",
  "Australian Associated Press",
  "AUSTRALIAN ASSOCIATED PRESS",
  "Associated Press of Pakistan",
  "Associated Newspapers",
  "Harbour Post",
  "",
])("agencyOf() finds none in %j", (text) => {
  expect(agencyOf(text)).toBeNull();
});
