// Which of the keys that an upload wants are taken already: asked one by one where there are few, by listing where there are many.
import type { ObjectStorage } from '../domain/ports'

const ONE_BY_ONE = 24

/** @returns those of `wanted` that exist. Rejects as listings do. */
export async function findTakenKeys(
  storage: ObjectStorage,
  bucket: string,
  wanted: readonly string[],
  signal: AbortSignal
): Promise<ReadonlySet<string>> {
  const byFolder = Map.groupBy(wanted, (key) => key.slice(0, key.lastIndexOf('/') + 1))
  const taken = new Set<string>()
  for (const [folder, keys] of byFolder) {
    if (keys.length <= ONE_BY_ONE) {
      const found = await Promise.all(keys.map((key) => storage.findObject(bucket, key, signal)))
      for (const entry of found) if (entry !== undefined) taken.add(entry.key)
      continue
    }
    const asked = new Set(keys)
    let token: string | undefined
    do {
      const page = await storage.listPage({ bucket, prefix: folder, delimiter: '/', token }, signal)
      for (const { key } of page.objects) if (asked.has(key)) taken.add(key)
      token = page.nextToken
    } while (token !== undefined)
  }
  return taken
}
