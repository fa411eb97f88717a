// Pending ACLs and tags of the current gateway: restored when the page opens and whenever the network is back; what needs a decision
// is a question until the user has answered it.
import type { Gateway } from '../domain/gateway'
import type { AclRecovery, EarlierWrites, PendingAclEntry, RecoveryGateway } from '../domain/pending-acl'
import type { PendingAcls } from '../operations/access/pending-acls'
import type { AclRecoveryOutcome } from '../operations/access/recover-acl'

export type AclQuestion = Extract<AclRecoveryOutcome, { kind: 'ask' | 'replaced' }>

/** Of an object whose ACL was restored. */
export interface RestoredAcl {
  readonly key: string
  /** The owner where it is another one than before. */
  readonly newOwnerId: string | undefined
}

export interface AclRecoveryListeners {
  readonly onRestored: (restored: RestoredAcl) => void
  /** The user asked for it, and the gateway could not be reached. */
  readonly onNotRestored: () => void
}

/** A gateway can be down while the browser has a network. */
const RETRY_DELAY_MS = 60_000

export class AclRecoveryState implements AclRecovery {
  readonly #pending: PendingAcls
  readonly #listeners: AclRecoveryListeners
  #gateway: Gateway | undefined
  #questions = $state.raw<readonly AclQuestion[]>([])
  #busyId = $state<string | undefined>()
  #running: Promise<void> | undefined
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(pending: PendingAcls, listeners: AclRecoveryListeners) {
    this.#pending = pending
    this.#listeners = listeners
    pending.onUnsettled = () => this.#retryLater()
  }

  /** Oldest first. */
  get questions(): readonly AclQuestion[] {
    return this.#questions
  }
  /** The entry that is being restored. */
  get busyId(): string | undefined {
    return this.#busyId
  }

  during<T>(pending: Parameters<AclRecovery['during']>[0], write: (entry: PendingAclEntry) => Promise<T>): Promise<T> {
    return this.#pending.during(pending, write)
  }

  finish(gateway: RecoveryGateway, bucket: string, key: string): Promise<EarlierWrites> {
    return this.#pending.finish(gateway, bucket, key, (id, outcome) => {
      if (gateway === this.#gateway) this.#apply([outcome], id)
    })
  }

  /** Another gateway than the one before forgets its questions; they are asked again when it is shown again. */
  async show(gateway: Gateway): Promise<void> {
    if (gateway !== this.#gateway) {
      this.#gateway = gateway
      this.#questions = []
      await this.#running
    }
    await this.retry()
  }

  /** As when the network is back. */
  retry(): Promise<void> {
    return (this.#running ??= this.#recover().finally(() => (this.#running = undefined)))
  }

  /** The user wants the previous access back. */
  async restore(question: AclQuestion): Promise<void> {
    const gateway = this.#gateway
    if (gateway === undefined || this.#busyId !== undefined) return
    const { id } = question.pending
    this.#busyId = id
    try {
      const outcome = await this.#pending.restore(gateway, id)
      if (gateway !== this.#gateway) return
      if (outcome.kind === 'waiting')
        this.#listeners.onNotRestored() // and stays a question
      else this.#apply([outcome], id)
    } finally {
      this.#busyId = undefined
    }
  }

  /** The user keeps the object as it is, or has read that it was replaced. */
  async dismiss({ pending }: AclQuestion): Promise<void> {
    await this.#pending.dismiss(pending.id)
    this.#questions = this.#questions.filter((one) => one.pending.id !== pending.id)
  }

  /** The user changes the ACL of these objects: it is no longer restored without asking. */
  noteChange(gateway: Gateway, bucket: string, isMeant: (key: string) => boolean): Promise<void> {
    return this.#pending.noteChange(gateway, bucket, isMeant)
  }

  async #recover(): Promise<void> {
    clearTimeout(this.#timer)
    const gateway = this.#gateway
    if (gateway === undefined) return
    const outcomes = await this.#pending.recover(gateway)
    if (gateway === this.#gateway) this.#apply(outcomes)
    if (outcomes.some(({ kind }) => kind === 'waiting')) this.#retryLater()
  }

  /** @param id of the one entry that was looked at; undefined: all were. */
  #apply(outcomes: readonly AclRecoveryOutcome[], id?: string): void {
    const asked = outcomes.filter((one) => one.kind === 'ask' || one.kind === 'replaced')
    const others = id === undefined ? [] : this.#questions.filter(({ pending }) => pending.id !== id)
    this.#questions = [...others, ...asked].sort((a, b) => a.pending.beganAtMs - b.pending.beganAtMs)
    for (const outcome of outcomes) {
      if (outcome.kind !== 'restored' && outcome.kind !== 'ask') continue
      const owner = outcome.kind === 'restored' ? outcome.owner : outcome.restoredOwner
      if (owner === undefined) continue
      const { key, acl } = outcome.pending
      this.#listeners.onRestored({ key, newOwnerId: owner.id === acl.owner.id ? undefined : owner.id })
    }
  }

  #retryLater(): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.retry(), RETRY_DELAY_MS)
  }
}
