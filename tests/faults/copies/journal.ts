// What a page notes in its browser of work that may be interrupted: it outlives the page.
import type { PendingAcl } from '../../../src/domain/pending-acl'
import type { PendingCopy } from '../../../src/domain/pending-copy'

class Journal<Entry extends { readonly id: string }> {
  readonly #entries: Map<string, Entry>
  #isDead = false

  constructor(entries = new Map<string, Entry>()) {
    this.#entries = entries
  }

  /** The page writes nothing more. @returns the journal as the next page finds it */
  die(): Journal<Entry> {
    this.#isDead = true
    return new Journal(this.#entries)
  }

  async list(): Promise<readonly Entry[]> {
    return [...this.#entries.values()]
  }

  async put(entry: Entry): Promise<void> {
    if (!this.#isDead) this.#entries.set(entry.id, entry)
  }

  async remove(id: string): Promise<void> {
    if (!this.#isDead) this.#entries.delete(id)
  }

  async hold<T>(_id: string, work: (isAlone: boolean) => Promise<T>): Promise<{ readonly done: T }> {
    return { done: await work(true) }
  }
}

/** Of temporary copies, and of ACLs and tags that are not restored yet. */
export class PageJournals {
  readonly copies: Journal<PendingCopy>
  readonly acls: Journal<PendingAcl>

  constructor(copies = new Journal<PendingCopy>(), acls = new Journal<PendingAcl>()) {
    this.copies = copies
    this.acls = acls
  }

  /** As {@link Journal.die}. */
  die(): PageJournals {
    return new PageJournals(this.copies.die(), this.acls.die())
  }
}
