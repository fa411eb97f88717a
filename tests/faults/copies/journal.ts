// The journal of temporary copies, which outlives its page.
import type { PendingCopy, PendingCopyJournal } from '../../../src/domain/pending-copy'

export class PageJournal implements PendingCopyJournal {
  readonly #entries: Map<string, PendingCopy>
  #isDead = false

  constructor(entries = new Map<string, PendingCopy>()) {
    this.#entries = entries
  }

  /** The page writes nothing more. @returns the journal as the next page finds it */
  die(): PageJournal {
    this.#isDead = true
    return new PageJournal(this.#entries)
  }

  async list(): Promise<readonly PendingCopy[]> {
    return [...this.#entries.values()]
  }

  async put(pending: PendingCopy): Promise<void> {
    if (!this.#isDead) this.#entries.set(pending.id, pending)
  }

  async remove(id: string): Promise<void> {
    if (!this.#isDead) this.#entries.delete(id)
  }

  async hold<T>(_id: string, work: (isAlone: boolean) => Promise<T>): Promise<{ readonly done: T }> {
    return { done: await work(true) }
  }
}
