/**
 * What the file system says, as a sentence with the path the cell used.
 */

const texts: Record<string, string> = {
  ENOENT: 'does not exist',
  ENOTDIR: 'goes through something that is not a folder',
  EISDIR: 'is a folder, not a file',
  EACCES: 'may not be accessed (permission denied)',
  EPERM: 'may not be changed (operation not permitted)',
  EEXIST: 'exists already',
  ENOSPC: 'could not be written: the disk is full',
  EROFS: 'could not be written: the file system is read-only',
  ELOOP: 'goes through too many symbolic links',
  ENAMETOOLONG: 'is too long',
};

/** Wraps a file operation on `path` (as the cell wrote it). Errors without a file system code pass unchanged. */
export async function withPath<T>(path: string, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && typeof error.code === 'string')) throw error;
    const text = texts[error.code];
    if (text === undefined) throw error;
    throw new Error(`"${path}" ${text}.`, { cause: error });
  }
}
