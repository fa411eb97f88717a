// Starts the download of one object, with the key that opens it.
import { safeFileName } from '../../domain/file-name'
import type { ObjectEntry } from '../../domain/object-entry'
import type { SseKey } from '../../domain/sse-key'
import type { ObservedObject } from '../../operations/encryption/encryption-observer'
import type { App } from '../../state/app-context'
import { pickForLarge } from './large-download'

type Deps = Pick<App, 'downloadPlaces' | 'observations' | 'transfers'>

/**
 * Where it is large, the user is asked for a file. Rejects when the object could not be looked at, or the engine not be loaded.
 * @param sseKey the one that the user chose
 * @returns `key-unknown`: nothing has started, because no key of this browser is known to open it
 */
export async function downloadObject(
  { downloadPlaces, observations, transfers }: Deps,
  object: ObservedObject,
  sseKey?: SseKey
): Promise<'key-unknown' | undefined> {
  const { entry } = object
  const pick = () => pickForLarge(downloadPlaces, safeFileName(entry.key), entry.sizeBytes)
  if (sseKey !== undefined) {
    const picked = await pick()
    if (picked !== undefined) await transfers.download({ ...object, ...picked, sseKey })
    return undefined
  }
  const seen = observations.of(object) ?? (await observations.observe(object))
  if (seen.state === 'encrypted-unknown') return 'key-unknown'
  const findSseKey = (target: ObjectEntry, signal: AbortSignal) =>
    observations.findKey({ ...object, entry: target }, signal)
  const picked = await pick()
  if (picked !== undefined) await transfers.download({ ...object, ...picked, findSseKey })
  return undefined
}
