// Whether a name without a trailing slash is a folder, an object, both or neither, asked of the gateway.
import { parentPrefix, toFolderPrefix, type FolderPrefix } from '../../domain/folder-prefix'
import type { ObjectStorage } from '../../domain/ports'

export interface FoundLocation {
  readonly prefix: FolderPrefix
  /** Present: the name is an object's and no folder's. */
  readonly object?: string
  /** There is an object of the folder's name, too. */
  readonly hasNamesake: boolean
}

/**
 * The folder of that name, else the object, else the folder although it is empty. Rejects as listings do.
 */
export async function findLocation(
  storage: Pick<ObjectStorage, 'listPage' | 'findObject'>,
  bucket: string,
  name: string,
  signal: AbortSignal
): Promise<FoundLocation> {
  const prefix = toFolderPrefix(name)
  const [inFolder, object] = await Promise.all([
    storage.listPage({ bucket, prefix, delimiter: undefined, maxKeys: 1 }, signal),
    storage.findObject(bucket, name, signal)
  ])
  const isFolder = inFolder.objects.length > 0
  if (isFolder || object === undefined) return { prefix, hasNamesake: object !== undefined }
  return { prefix: parentPrefix(name), object: name, hasNamesake: false }
}
