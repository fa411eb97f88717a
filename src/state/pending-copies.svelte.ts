// Temporary copies that an interrupted encryption in place has left on the current gateway: looked up when the page opens and whenever
// the network is back. Nothing is deleted before the user asks for it.
import type { Gateway } from '../domain/gateway'
import type { PendingCopyRecorder } from '../domain/pending-copy'
import type { PendingCopyOutcome } from '../operations/copying/look-at-pending-copy'
import type { PendingCopies } from '../operations/copying/pending-copies'

export type LeftCopy = Extract<PendingCopyOutcome, { kind: 'left' }>

/** A gateway can be down while the browser has a network. */
const RETRY_DELAY_MS = 60_000

export class PendingCopiesState implements PendingCopyRecorder {
  readonly #pending: PendingCopies
  #gateway: Gateway | undefined
  #left = $state.raw<readonly LeftCopy[]>([])
  #busyId = $state<string | undefined>()
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(pending: PendingCopies) {
    this.#pending = pending
  }

  /** Oldest first. */
  get left(): readonly LeftCopy[] {
    return this.#left
  }
  /** The entry whose copy is being deleted. */
  get busyId(): string | undefined {
    return this.#busyId
  }

  during: PendingCopyRecorder['during'] = (pending, work) => this.#pending.during(pending, work)

  /** Another gateway than the one before forgets what it had left; it is told again when it is shown again. */
  async show(gateway: Gateway): Promise<void> {
    if (gateway !== this.#gateway) {
      this.#gateway = gateway
      this.#left = []
    }
    await this.retry()
  }

  /** As when the network is back. */
  async retry(): Promise<void> {
    clearTimeout(this.#timer)
    const gateway = this.#gateway
    if (gateway === undefined) return
    const outcomes = await this.#pending.look(gateway)
    if (gateway !== this.#gateway) return
    this.#left = outcomes.filter((one) => one.kind === 'left')
    if (outcomes.some(({ kind }) => kind === 'waiting'))
      this.#timer = setTimeout(() => void this.retry(), RETRY_DELAY_MS)
  }

  /**
   * The user wants the temporary copy deleted; object and copy are checked again first.
   * @returns whether it is gone
   */
  async remove({ pending: { id } }: LeftCopy): Promise<boolean> {
    const gateway = this.#gateway
    if (gateway === undefined || this.#busyId !== undefined) return false
    this.#busyId = id
    try {
      const outcome = await this.#pending.remove(gateway, id)
      if (outcome.kind === 'left') this.#left = this.#left.map((one) => (one.pending.id === id ? outcome : one))
      if (outcome.kind === 'settled') this.#forget(id)
      return outcome.kind === 'settled'
    } finally {
      this.#busyId = undefined
    }
  }

  /** The user keeps the copy. */
  async dismiss({ pending }: LeftCopy): Promise<void> {
    await this.#pending.dismiss(pending.id)
    this.#forget(pending.id)
  }

  #forget(id: string): void {
    this.#left = this.#left.filter(({ pending }) => pending.id !== id)
  }
}
