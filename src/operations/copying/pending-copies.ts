// The journal of temporary copies: an entry is made before the copy is written, and removed once nothing is left under its name or the
// user has decided. What became of one is looked up by look-at-pending-copy.ts, loaded when needed.
import { ownershipOf } from '../../domain/account'
import type { Gateway } from '../../domain/gateway'
import { newId } from '../../domain/new-id'
import type { PendingCopy, PendingCopyEntry, PendingCopyJournal, PendingCopyRecorder } from '../../domain/pending-copy'
import type { SseKey } from '../../domain/sse-key'
import { systemClock, type Clock } from '../../transfers/clock'
import type { PendingCopyOutcome } from './look-at-pending-copy'

export interface PendingCopiesDeps {
  readonly journal: PendingCopyJournal
  readonly keyById: (id: string) => SseKey | undefined
  readonly clock?: Pick<Clock, 'nowMs'>
}

export class PendingCopies implements PendingCopyRecorder {
  readonly #deps: PendingCopiesDeps

  constructor(deps: PendingCopiesDeps) {
    this.#deps = deps
  }

  async during<T>(
    pending: Parameters<PendingCopyRecorder['during']>[0],
    work: (entry: PendingCopyEntry) => Promise<T>
  ): Promise<T> {
    const { journal, clock = systemClock } = this.#deps
    let now: PendingCopy = { ...pending, id: newId(), beganAtMs: clock.nowMs() }
    const put = () => journal.put(now).catch(() => undefined)
    const entry: PendingCopyEntry = {
      note: async (progress) => {
        now = { ...now, ...progress }
        await put()
      },
      settle: () => journal.remove(now.id).catch(() => undefined)
    }
    const held = await journal.hold(now.id, async () => {
      await put()
      return work(entry)
    })
    if (held === undefined) throw new Error('an id that was made just now is held')
    return held.done
  }

  /** What became of those that closed pages have left on this gateway. One outcome an entry; never rejects. */
  async look(gateway: Pick<Gateway, 'storage' | 'versions'>): Promise<readonly PendingCopyOutcome[]> {
    const all = await this.#deps.journal.list().catch(() => [])
    const own = all.filter((one) => ownershipOf(gateway.storage.account, one) === 'own')
    const outcomes: PendingCopyOutcome[] = []
    for (const { id } of own.toSorted((a, b) => a.beganAtMs - b.beganAtMs))
      outcomes.push(await this.#look(gateway, id, false))
    return outcomes
  }

  /** Deletes the temporary copy, if it is still not needed. Never rejects. */
  remove(gateway: Pick<Gateway, 'storage' | 'versions'>, id: string): Promise<PendingCopyOutcome> {
    return this.#look(gateway, id, true)
  }

  /** The user keeps the copy, and was told its name. */
  async dismiss(id: string): Promise<void> {
    await this.#deps.journal.remove(id)
  }

  async #look(
    gateway: Pick<Gateway, 'storage' | 'versions'>,
    id: string,
    isRemoving: boolean
  ): Promise<PendingCopyOutcome> {
    const { journal, keyById, clock = systemClock } = this.#deps
    try {
      const held = await journal.hold(id, async (isAlone): Promise<PendingCopyOutcome> => {
        // The page that noted it may have lived until now, and have settled it.
        const pending = (await journal.list()).find((one) => one.id === id)
        if (pending === undefined) return { kind: 'settled' }
        const { lookAtPendingCopy } = await import('./look-at-pending-copy')
        const outcome = await lookAtPendingCopy(gateway, pending, {
          keyById,
          isRemoving,
          isAlone,
          nowMs: clock.nowMs()
        })
        if (outcome.kind === 'settled') await journal.remove(id)
        return outcome
      })
      return held?.done ?? { kind: 'waiting' } // another page may be at it
    } catch {
      return { kind: 'waiting' } // the journal, or the code, could not be read
    }
  }
}
