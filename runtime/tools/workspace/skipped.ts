/** Folders that hold what others made: searching or listing through them drowns what a person wrote. */
export const skippedFolders: ReadonlySet<string> = new Set(['.git', 'node_modules']);
