// Pending ACLs of the gateway that is shown: restored when the page opens and whenever the network is back; what needs a decision
// is a question until the person has answered it.
import type { Gateway } from '../domain/gateway'
import type { AclRecovery, PendingAclEntry } from '../domain/pending-acl'
import type { PendingAcls } from '../operations/access/pending-acls'
import type { AclRecoveryOutcome } from '../operations/access/recover-acl'
import type { Notices } from './notices.svelte'

export type AclQuestion = Extract<AclRecoveryOutcome, { kind: 'ask' | 'replaced' }>

/** A gateway can be down while the browser has a network. */
const RETRY_DELAY_MS = 60_000

export class AclRecoveryState implements AclRecovery {
  readonly #pending: PendingAcls
  readonly #notices: Pick<Notices, 'say'>
  readonly #nameOf: (key: string) => string
  readonly #onRestored: () => void
  #gateway: Gateway | undefined
  #questions = $state.raw<readonly AclQuestion[]>([])
  #busyId = $state<string | undefined>()
  #running: Promise<void> | undefined
  #timer: ReturnType<typeof setTimeout> | undefined

  /** @param deps `nameOf`: a key as it can be shown. `onRestored`: an ACL that may be on the screen has changed. */
  constructor(
    pending: PendingAcls,
    deps: {
      readonly notices: Pick<Notices, 'say'>
      readonly nameOf: (key: string) => string
      readonly onRestored: () => void
    }
  ) {
    this.#pending = pending
    this.#notices = deps.notices
    this.#nameOf = deps.nameOf
    this.#onRestored = deps.onRestored
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

  /** The person wants the former access back. */
  async restore(question: AclQuestion): Promise<void> {
    const gateway = this.#gateway
    if (gateway === undefined || this.#busyId !== undefined) return
    const { id } = question.pending
    this.#busyId = id
    try {
      const outcome = await this.#pending.restore(gateway, id)
      if (gateway !== this.#gateway) return
      // What cannot be reached stays a question, and says so.
      if (outcome.kind === 'waiting') this.#notices.say('The gateway could not be reached. Try again later.', 'bad')
      else this.#take([outcome], id)
    } finally {
      this.#busyId = undefined
    }
  }

  /** The person keeps the object as it is, or has read that it was replaced. */
  async dismiss({ pending }: AclQuestion): Promise<void> {
    await this.#pending.dismiss(pending.id)
    this.#questions = this.#questions.filter((one) => one.pending.id !== pending.id)
  }

  /** The person changes the ACL of these objects: nothing is restored to them unasked any more. */
  noteChange(gateway: Gateway, bucket: string, isMeant: (key: string) => boolean): Promise<void> {
    return this.#pending.noteChange(gateway, bucket, isMeant)
  }

  async #recover(): Promise<void> {
    clearTimeout(this.#timer)
    const gateway = this.#gateway
    if (gateway === undefined) return
    const outcomes = await this.#pending.recover(gateway)
    if (gateway === this.#gateway) this.#take(outcomes)
    if (outcomes.some(({ kind }) => kind === 'waiting')) this.#retryLater()
  }

  /** @param id of the one entry that was looked at; undefined: all were. */
  #take(outcomes: readonly AclRecoveryOutcome[], id?: string): void {
    const asked = outcomes.filter((one) => one.kind === 'ask' || one.kind === 'replaced')
    const others = id === undefined ? [] : this.#questions.filter(({ pending }) => pending.id !== id)
    this.#questions = [...others, ...asked].sort((a, b) => a.pending.beganAtMs - b.pending.beganAtMs)
    for (const outcome of outcomes) {
      if (outcome.kind !== 'restored') continue
      const { key, acl } = outcome.pending
      this.#onRestored()
      const owner = outcome.owner.id === acl.owner.id ? '' : ` Its owner is now ${outcome.owner.id}.`
      this.#notices.say(
        `Access settings of ${this.#nameOf(key)} were restored after an interrupted save.${owner}`,
        'good'
      )
    }
  }

  #retryLater(): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.retry(), RETRY_DELAY_MS)
  }
}
