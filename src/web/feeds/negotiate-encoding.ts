import type { ContentCoding } from "../../documents/renderer.ts";

/**
 * The coding to send for an Accept-Encoding header (RFC 9110 section 12.5.3): the one with the highest weight. Among
 * equals, brotli comes before gzip, and gzip before the plain bytes. Without the header, or when no coding is
 * acceptable, the plain bytes are sent, because every reader can read them.
 */
export function negotiateEncoding(header: string | undefined): ContentCoding {
  if (header === undefined || header === "") return "identity";
  // Nearly every reader sends one of these, so they are answered without parsing.
  if (header === "gzip" || header === "gzip, deflate") return "gzip";
  if (header === "gzip, deflate, br") return "br";
  const weights = weightsOf(header.slice(0, headerCharsMax).toLowerCase());
  const any = weights.get("*") ?? 0;
  const brotli = weights.get("br") ?? any;
  const zip = weights.get("gzip") ?? weights.get("x-gzip") ?? any;
  // Section 12.5.3: identity is acceptable unless it is excluded, and preferred only if its weight says so.
  const plain = weights.get("identity") ?? 0;
  if (brotli > 0 && brotli >= zip && brotli >= plain) return "br";
  return zip > 0 && zip >= plain ? "gzip" : "identity";
}

const headerCharsMax = 1_000;

function weightsOf(header: string): Map<string, number> {
  const weights = new Map<string, number>();
  for (const part of header.split(",")) {
    const [coding = "", ...parameters] = part.split(";").map((piece) => piece.trim());
    const quality = parameters.find((parameter) => parameter.startsWith("q="));
    const weight = quality === undefined ? 1 : Number(quality.slice(2));
    if (coding !== "") weights.set(coding, weight >= 0 && weight <= 1 ? weight : 0);
  }
  return weights;
}
