// What a name without a slash at its end stands for: a folder, an object, both or neither. The gateway is asked before anything is shown.
import { parentPrefix, toFolderPrefix, type FolderPrefix } from '../domain/folder-prefix'
import type { ObjectStorage } from '../domain/ports'

export interface FoundPlace {
  readonly prefix: FolderPrefix
  /** Present: the name is an object's, and no folder's. */
  readonly object?: string
  /** Of the folder that is shown, beside it. */
  readonly hasNamesake: boolean
}

/**
 * The folder of that name where there is one, else the object; the folder, though empty, where there is neither. Rejects as
 * listings do.
 */
export async function findPlace(
  storage: Pick<ObjectStorage, 'listPage' | 'findObject'>,
  bucket: string,
  name: string,
  signal: AbortSignal
): Promise<FoundPlace> {
  const prefix = toFolderPrefix(name)
  const [inFolder, object] = await Promise.all([
    storage.listPage({ bucket, prefix, delimiter: undefined, maxKeys: 1 }, signal),
    storage.findObject(bucket, name, signal)
  ])
  const isFolder = inFolder.objects.length > 0
  if (isFolder || object === undefined) return { prefix, hasNamesake: object !== undefined }
  return { prefix: parentPrefix(name), object: name, hasNamesake: false }
}
