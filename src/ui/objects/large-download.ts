// Where a large download goes: straight into a file that the user picks, where the browser has that, instead of through its own storage.
import type { ArchiveSpool, DownloadPlaces, FreeRoom } from '../../domain/download-ports'

/** Of what the browser still has room for. */
const MAX_SHARE = 1 / 4

export function isLarge(sizeBytes: number, room: FreeRoom | undefined): boolean {
  return room !== undefined && sizeBytes > room.freeBytes * MAX_SHARE
}

/**
 * Asks the user for a file, so call it in their click.
 * @returns no spool: the browser's own storage will do, or is all there is; undefined: they thought better of it
 */
export async function pickForLarge(
  places: DownloadPlaces,
  fileName: string,
  sizeBytes: number
): Promise<{ readonly spool?: ArchiveSpool } | undefined> {
  if (!places.canPickFile || !isLarge(sizeBytes, await places.freeRoom().catch(() => undefined))) return {}
  const picked = await places.pickFile(fileName)
  return picked && { spool: picked.spool }
}
