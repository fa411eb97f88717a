// How much this page may still keep for itself, as the browser says, and whether that is to be believed.
import type { FreeRoom } from '../../domain/download-ports'

const GIB = 2 ** 30

/**
 * Chromium (156) answers with a quota of what is used and 10 GiB, or fewer whole GiB on a small disk, whatever room the disk has, and then
 * takes more. So whole GiB say nothing of what fits.
 * @returns undefined where the browser does not say. Rejects as `StorageManager.estimate` does.
 */
export async function freeRoom(
  storage: Partial<Pick<StorageManager, 'estimate'>> | undefined = navigator.storage
): Promise<FreeRoom | undefined> {
  const { quota, usage } = (await storage?.estimate?.()) ?? {}
  if (quota === undefined || usage === undefined) return undefined
  const freeBytes = Math.max(0, quota - usage)
  return { freeBytes, isKnown: freeBytes === 0 || freeBytes % GIB !== 0 }
}
