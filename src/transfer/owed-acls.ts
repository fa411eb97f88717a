// Notes the access list of an object before it is written anew, and puts it back for a page that died before it could.
import type { Gateway } from '../domain/gateway'
import { newId } from '../domain/new-id'
import type { AclDebts, OwedAcl, OwedAclJournal } from '../domain/owed-acl'
import { systemClock, type Clock } from './clock'

export class OwedAcls implements AclDebts {
  readonly #journal: OwedAclJournal
  readonly #clock: Clock

  constructor(journal: OwedAclJournal, clock = systemClock) {
    this.#journal = journal
    this.#clock = clock
  }

  async during<T>(owed: Omit<OwedAcl, 'id' | 'beganAtMs'>, write: () => Promise<T>): Promise<T> {
    const [id, beganAtMs] = [newId(), this.#clock.nowMs()]
    const held = await this.#journal.hold(id, async () => {
      await this.#journal.put({ ...owed, id, beganAtMs }).catch(() => undefined)
      try {
        return await write()
      } finally {
        await this.#journal.remove(id).catch(() => undefined)
      }
    })
    if (held === undefined) throw new Error('an id that was made just now is held')
    return held.done
  }

  /**
   * Puts back what pages that died owe to objects of this gateway. What cannot be asked of it now stays noted for the next time.
   * @returns the keys of the objects that have their list again.
   */
  async recover(gateway: Gateway): Promise<readonly string[]> {
    const all = await this.#journal.list().catch(() => [])
    const own = all.filter((one) => one.endpoint === gateway.storage.endpoint && one.profileId === gateway.profileId)
    const done: string[] = []
    for (const owed of own) {
      const held = await this.#journal.hold(owed.id, () => this.#pay(gateway, owed)).catch(() => undefined)
      if (held?.done === true) done.push(owed.key)
    }
    return done
  }

  async #pay(gateway: Gateway, { id, bucket, key, etag, acl }: OwedAcl): Promise<boolean> {
    const [{ isSameEtag }, { putAclBack }, { isShared }] = await Promise.all([
      import('./etag'),
      import('./put-back'),
      import('../domain/acl')
    ])
    // The page that noted it may have lived until now, and have seen to it.
    if (!(await this.#journal.list()).some((owed) => owed.id === id)) return false
    const there = await gateway.storage.findObject(bucket, key)
    let isBack = false
    // Somebody else's object is let alone, and so is a list that somebody has changed since.
    if (there !== undefined && isSameEtag(there.etag ?? '', etag)) {
      const now = await gateway.access.ofObject(bucket, key)
      if (!isShared(now)) {
        const outcome = await putAclBack({ gateway, bucket, key, former: { acl }, clock: this.#clock }, undefined)
        if (outcome.state === 'lost' && outcome.error !== undefined) throw outcome.error
        isBack = outcome.state === 'kept'
      }
    }
    await this.#journal.remove(id)
    return isBack
  }
}
