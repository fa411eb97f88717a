// The journal of pending ACLs: an entry is made before an object is written, and removed once its ACL was seen restored, the
// object turned out to be another one, or the user has decided. How one is restored is in recover-acl.ts, loaded when needed.
import { ownershipOf } from '../../domain/account'
import { AppError } from '../../domain/app-error'
import { newId } from '../../domain/new-id'
import type {
  AclRecovery,
  EarlierWrites,
  PendingAcl,
  PendingAclEntry,
  PendingAclJournal,
  RecoveryGateway
} from '../../domain/pending-acl'
import { systemClock, type Clock } from '../../transfers/clock'
import type { AclRecoveryOutcome } from './recover-acl'

export class PendingAcls implements AclRecovery {
  readonly #journal: PendingAclJournal
  readonly #clock: Clock
  /** Called when a write ended and its entry stays in the journal. */
  onUnsettled: (() => void) | undefined

  constructor(journal: PendingAclJournal, clock = systemClock) {
    this.#journal = journal
    this.#clock = clock
  }

  async during<T>(
    pending: Parameters<AclRecovery['during']>[0],
    write: (entry: PendingAclEntry) => Promise<T>
  ): Promise<T> {
    const first: PendingAcl = { ...pending, id: newId(), beganAtMs: this.#clock.nowMs() }
    const entry = new Entry(this.#journal, this.#clock, first)
    try {
      const held = await this.#journal.hold(first.id, async () => {
        await entry.identify({})
        return write(entry)
      })
      if (held === undefined) throw new Error('an id that was made just now is held')
      return held.done
    } finally {
      if (!entry.isSettled) this.onUnsettled?.()
    }
  }

  /** Restores what is pending on this gateway, as far as that needs no decision. One outcome an entry; never rejects. */
  async recover(gateway: RecoveryGateway): Promise<readonly AclRecoveryOutcome[]> {
    const outcomes: AclRecoveryOutcome[] = []
    for (const { id } of await this.#own(gateway)) outcomes.push(await this.#restore(gateway, id, false))
    return outcomes
  }

  /** As {@link AclRecovery.finish}. @param onOutcome of each entry that is no longer as it was, or is a question */
  async finish(
    gateway: RecoveryGateway,
    bucket: string,
    key: string,
    onOutcome?: (id: string, outcome: AclRecoveryOutcome) => void
  ): Promise<EarlierWrites> {
    let earlier: EarlierWrites = 'none'
    for (const pending of await this.#own(gateway)) {
      if (pending.bucket !== bucket || pending.key !== key) continue
      const outcome = await this.#restore(gateway, pending.id, false)
      if (outcome.kind === 'waiting') throw outcome.error ?? new AppError('object-changed')
      onOutcome?.(pending.id, outcome)
      if (outcome.kind === 'ask') earlier = 'undecided'
      else if (outcome.kind !== 'replaced' && earlier === 'none') earlier = 'finished'
    }
    return earlier
  }

  /** Restores one that the user was asked about. Never rejects. */
  restore(gateway: RecoveryGateway, id: string): Promise<AclRecoveryOutcome> {
    return this.#restore(gateway, id, true)
  }

  /** The user leaves the object as it is, or was told that it is another one. */
  async dismiss(id: string): Promise<void> {
    await this.#journal.remove(id)
  }

  /** The user changes the ACL of these objects: what is pending for them is restored only on request. */
  async noteChange(gateway: RecoveryGateway, bucket: string, isMeant: (key: string) => boolean): Promise<void> {
    for (const pending of await this.#own(gateway))
      if (pending.bucket === bucket && isMeant(pending.key))
        await this.#journal.put({ ...pending, isChangedSince: true }).catch(() => undefined)
  }

  async #own({ storage }: RecoveryGateway): Promise<readonly PendingAcl[]> {
    const all = await this.#journal.list().catch(() => [])
    return all.filter((one) => ownershipOf(storage.account, one) !== 'foreign')
  }

  async #restore(gateway: RecoveryGateway, id: string, isConfirmed: boolean): Promise<AclRecoveryOutcome> {
    try {
      const held = await this.#journal.hold(id, async (): Promise<AclRecoveryOutcome> => {
        // The page that noted it may have lived until now, and have settled it.
        const pending = (await this.#journal.list()).find((one) => one.id === id)
        if (pending === undefined) return { kind: 'settled' }
        const { recoverAcl } = await import('./recover-acl')
        const entry = new Entry(this.#journal, this.#clock, pending)
        return recoverAcl(gateway, pending, { clock: this.#clock, entry, isConfirmed })
      })
      return held?.done ?? { kind: 'waiting' } // another page may be at it
    } catch {
      return { kind: 'waiting', error: new AppError('unreachable') } // the journal, or the code, could not be read
    }
  }
}

class Entry implements PendingAclEntry {
  readonly #journal: PendingAclJournal
  readonly #clock: Clock
  #pending: PendingAcl
  #isSettled = false

  constructor(journal: PendingAclJournal, clock: Clock, pending: PendingAcl) {
    this.#journal = journal
    this.#clock = clock
    this.#pending = pending
  }

  get isSettled(): boolean {
    return this.#isSettled
  }

  async identify(seen: Pick<PendingAcl, 'versionId' | 'modifiedAtMs'>): Promise<void> {
    await this.#note(seen)
  }

  async noteWrite(): Promise<void> {
    await this.#note({ aclSentAtMs: this.#clock.nowMs() })
  }

  async noteTags(): Promise<void> {
    if (this.#pending.isAclRestored === true) await this.settle()
    else if (this.#pending.tags !== undefined) await this.#note({ tags: undefined })
  }

  async noteAcl(): Promise<void> {
    const { tags = {} } = this.#pending
    if (Object.keys(tags).length === 0) await this.settle()
    else await this.#note({ isAclRestored: true })
  }

  async settle(): Promise<void> {
    this.#isSettled = true
    await this.#journal.remove(this.#pending.id).catch(() => undefined)
  }

  async #note(more: Partial<PendingAcl>): Promise<void> {
    if (this.#isSettled) return
    this.#pending = { ...this.#pending, ...more }
    await this.#journal.put(this.#pending).catch(() => undefined)
  }
}
