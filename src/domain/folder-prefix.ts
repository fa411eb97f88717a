// What a folder is: a prefix that is empty or ends in a slash. Any other prefix also takes in the folder's neighbours: `2026` is the
// beginning of `2026-backup/…` too.

/**
 * `''` for the whole bucket, else a text that ends in `/`. The compiler takes no other text, so each one that comes from outside
 * (addresses, stores, answers) goes through {@link isFolderPrefix} or {@link toFolderPrefix}.
 */
export type FolderPrefix = '' | `${string}/`

export function isFolderPrefix(text: string): text is FolderPrefix {
  return text === '' || text.endsWith('/')
}

/** The folder of this name, with or without its slash. */
export function toFolderPrefix(name: string): FolderPrefix {
  return isFolderPrefix(name) ? name : `${name}/`
}

/**
 * For whatever deletes: types are gone by then.
 * @throws RangeError for a prefix that is no folder
 */
export function requireFolder(prefix: string): asserts prefix is FolderPrefix {
  if (!isFolderPrefix(prefix)) throw new RangeError('not a folder: its prefix does not end in a slash')
}

/** The folder that an object or a folder is in; `''` for the bucket. */
export function parentPrefix(name: string): FolderPrefix {
  return toFolderPrefix(name.slice(0, name.slice(0, -1).lastIndexOf('/') + 1))
}
