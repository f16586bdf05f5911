/**
 * Why a file could not be read, for a sentence that has named the file already.
 */

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'No such file or directory',
  ENOTDIR: 'Not a directory',
  EISDIR: 'Is a directory',
  EACCES: 'Permission denied',
  EPERM: 'Operation not permitted',
  ELOOP: 'Too many levels of symbolic links',
  EMFILE: 'Too many open files',
  ENOTFILE: 'Not a plain file',
};

export function fileFault(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  // Node says `CODE: reason, call 'path'`.
  return reasons[code] ?? error.message.replace(/, \w+ '.*'$/s, '');
}
