// Which transfers can be tried again.
import type { Transfer } from './transfer'

/** An archive is there, but not all of its objects could be had: another one can be made of the same selection. */
export function lacksEntries({ state, archive }: Pick<Transfer, 'state' | 'archive'>): boolean {
  return state === 'done' && archive !== undefined && archive.missingCount > 0
}

export function canRetry(transfer: Pick<Transfer, 'state' | 'archive'>): boolean {
  return transfer.state === 'failed' || transfer.state === 'cancelled' || lacksEntries(transfer)
}
