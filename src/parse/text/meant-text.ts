import { repairMojibake, replaceC1 } from "../../domain/text/repair-mojibake.ts";

/**
 * A decoded text as it was meant: UTF-8 that was read as Latin-1 put right, then what is left of C1 controls replaced.
 */
export function meantText(text: string): string {
  return high.test(text) ? replaceC1(repairMojibake(text, "latin1")) : text;
}

const high = /[\u0080-\u00bf]/;
