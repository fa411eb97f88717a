// Which keys stand in the way of an upload: those that it wants, and those of files that were kept beside them before.
import { Limiter } from '../domain/limiter'
import type { ObjectStorage } from '../domain/ports'
import { splitNumberedName } from './name-clash'

const ONE_BY_ONE = 24
const MAX_CONCURRENT = 6

/** @returns the keys that exist: all of `wanted` that do, and every `name (1)` that keeping both could meet. Rejects as listings do. */
export async function findTakenKeys(
  storage: ObjectStorage,
  bucket: string,
  wanted: readonly string[],
  signal: AbortSignal
): Promise<ReadonlySet<string>> {
  const byFolder = new Map<string, string[]>()
  for (const key of wanted) {
    const folder = key.slice(0, key.lastIndexOf('/') + 1)
    const keys = byFolder.get(folder)
    if (keys === undefined) byFolder.set(folder, [key])
    else keys.push(key)
  }
  const taken = new Set<string>()
  for (const [folder, keys] of byFolder) {
    if (keys.length > ONE_BY_ONE) await addAll(folder)
    else await new Limiter(MAX_CONCURRENT).forEach(keys, addOne, signal)
  }
  return taken

  async function addOne(key: string): Promise<void> {
    if ((await storage.findObject(bucket, key, signal)) === undefined) return
    taken.add(key)
    await addAll(splitNumberedName(key).before)
  }

  async function addAll(prefix: string): Promise<void> {
    let token: string | undefined
    do {
      const page = await storage.listPage({ bucket, prefix, delimiter: '/', token }, signal)
      for (const { key } of page.objects) taken.add(key)
      token = page.nextToken
    } while (token !== undefined)
  }
}
