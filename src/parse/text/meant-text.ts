import { repairMojibake, replaceC1 } from "../../domain/text/repair-mojibake.ts";

/**
 * Restores a decoded text as its author meant it: repairs UTF-8 that was read as Latin-1, then replaces remaining C1
 * controls.
 */
export function meantText(text: string): string {
  return high.test(text) ? replaceC1(repairMojibake(text, "latin1")) : text;
}

const high = /[\u0080-\u00bf]/;
