/**
 * What the operating system refused, as a line that says what to do; null for anything else that was thrown. `code` is
 * the system's word for it (errno(3)).
 */
export function tellSystemError(thrown: unknown): string | null {
  if (!(thrown instanceof Error) || !("code" in thrown) || typeof thrown.code !== "string") return null;
  const meaning = meanings[thrown.code];
  if (meaning === undefined) return null;
  const path = "path" in thrown && typeof thrown.path === "string" ? `${thrown.path}: ` : "";
  return `${path}${meaning} (${thrown.code})`;
}

const meanings: Readonly<Record<string, string>> = {
  EACCES: "permission denied; let the user that runs wiredesk read it, or write it where that is asked for",
  EPERM: "not allowed; let the user that runs wiredesk change it",
  ENOENT: "there is no such file or folder",
  EISDIR: "this is a folder, and a file is expected",
  ENOTDIR: "a part of this path is a file, and a folder is expected",
  ENOSPC: "the disk is full; make room and try again",
  EDQUOT: "the disk quota is used up; make room and try again",
  EROFS: "this file system is read-only; name a place that can be written",
  EIO: "the disk failed to read or write; look at the system's log",
  EMFILE: 'too many open files; allow more with "ulimit -n 4096" or LimitNOFILE=4096 in the service\'s unit',
  ENFILE: "the whole system has too many open files; raise fs.file-max",
  ENOMEM: "out of memory; give the process more, or stop something else",
  // Node looks for a module in several places, and takes one that it cannot open for one that is not there.
  ERR_MODULE_NOT_FOUND:
    'a part of the program cannot be read: too few open files are allowed (raise "ulimit -n"), or the installation is not whole',
  EAGAIN: 'the system starts no more threads or processes for this user; raise "ulimit -u"',
  ERR_WORKER_INIT_FAILED: "a thread could not be started; the limits of open files, threads or memory are too low",
};
