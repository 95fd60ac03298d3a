/**
 * Turns an error of the operating system into one line that says what to do. Returns null for any other error. The line
 * ends with the system's name of the error (errno(3)).
 */
export function tellSystemError(thrown: unknown): string | null {
  if (!(thrown instanceof Error) || !("code" in thrown) || typeof thrown.code !== "string") return null;
  const meaning = meanings[thrown.code];
  if (meaning === undefined) return null;
  const path = "path" in thrown && typeof thrown.path === "string" ? `${thrown.path}: ` : "";
  return `${path}${meaning} (${thrown.code})`;
}

const meanings: Readonly<Record<string, string>> = {
  EACCES:
    "permission denied; give the user that runs wiredesk permission to read it, and to write it if wiredesk must write there",
  EPERM: "not allowed; give the user that runs wiredesk permission to change it",
  ENOENT: "there is no such file or folder",
  EISDIR: "this is a folder, and a file is expected",
  ENOTDIR: "a part of this path is a file, and a folder is expected",
  ENOSPC: "the disk is full; make room and try again",
  EDQUOT: "the disk quota is used up; make room and try again",
  EROFS: "this file system is read-only; choose a place that can be written",
  EIO: "the disk failed to read or write; see the system's log",
  EMFILE: 'too many open files; allow more with "ulimit -n 4096" or LimitNOFILE=4096 in the service\'s unit',
  ENFILE: "the whole system has too many open files; raise fs.file-max",
  ENOMEM: "out of memory; give the process more memory, or stop another program",
  // Node tries several places for a module. When it may open no more files, it reports the module as missing.
  ERR_MODULE_NOT_FOUND:
    'a part of the program cannot be read: too few open files are allowed (raise "ulimit -n"), or the installation is incomplete',
  EAGAIN: 'the system starts no more threads or processes for this user; raise "ulimit -u"',
  ERR_WORKER_INIT_FAILED: "a thread could not be started; the limits of open files, threads or memory are too low",
};
