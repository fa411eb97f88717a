// A folder that was dropped, or chosen where the browser can't let a page write to one: its files can be read, so only uploads are possible.
import type { LocalFolder } from '../../domain/sync'

interface Chosen {
  readonly files: readonly { readonly file: File; readonly path: string }[]
  readonly leftOut: readonly { readonly path: string; readonly reason: 'empty-folder' | 'unreadable' }[]
}

/** @param chosen each path begins with the folder's name. @returns undefined where it is not one folder. */
export function folderOf({ files, leftOut }: Chosen): LocalFolder | undefined {
  const paths = [...files, ...leftOut].map(({ path }) => path)
  const [name = ''] = paths[0]?.split('/') ?? []
  if (name === '' || !paths.every((path) => path.startsWith(`${name}/`))) return undefined
  const below = (path: string): string => path.slice(name.length + 1).replace(/\/$/, '')
  const found = files.map(({ file, path }) => ({
    path: below(path),
    file,
    sizeBytes: file.size,
    modifiedAtMs: file.lastModified
  }))
  const unreadable = leftOut.filter(({ reason }) => reason === 'unreadable').map(({ path }) => below(path))
  return {
    name,
    directory: undefined,
    handle: undefined,
    read: ({ onFound }) => {
      onFound(found.length)
      return Promise.resolve({ files: found, unreadable })
    }
  }
}
