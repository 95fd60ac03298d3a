/** A path of ours to go on to; "/" in place of another site's address or anything that a browser might read as one. */
export function localPath(next: string): string {
  return /^\/(?![/\\])[\x21-\x5b\x5d-\x7e]*$/.test(next) ? next : "/";
}
