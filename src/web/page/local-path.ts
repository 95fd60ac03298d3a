/** Returns a path on this server to redirect to; "/" for anything that a browser might read as another site. */
export function localPath(next: string): string {
  return /^\/(?![/\\])[\x21-\x5b\x5d-\x7e]*$/.test(next) ? next : "/";
}
