/** A size as people read it: "3.2 MB", "12 GB". */
export function megabytes(bytes: number): string {
  const mb = bytes / 2 ** 20;
  return mb >= 10_240 ? `${Math.round(mb / 1024)} GB` : `${mb < 10 ? mb.toFixed(1) : Math.round(mb)} MB`;
}
