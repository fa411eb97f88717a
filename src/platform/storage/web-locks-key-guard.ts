// Keys in use, by Web Locks: shared while a key is needed, exclusive for its removal. A lock dies with its tab, however that ends.
import type { KeyGuard, KeyHold, KeyHolder, KeyUse } from '../../domain/key-use'
import { newId } from '../../domain/new-id'

/** What is used of the browser's LockManager. */
export type Locks = Pick<LockManager, 'request' | 'query'>

interface Held {
  count: number
  readonly held: Promise<void>
  readonly release: () => void
}

/** One lock a key and use, however many transfers there are; a second one, by its name, tells other tabs what it is for. */
export class WebLocksKeyGuard implements KeyGuard {
  readonly #locks: Locks | undefined
  readonly #tabId: string
  /** By key id, then by use. */
  readonly #held = new Map<string, Map<KeyUse, Held>>()

  constructor(locks = findLocks(), tabId = newId()) {
    this.#locks = locks
    this.#tabId = tabId
  }

  get seesOtherTabs(): boolean {
    return this.#locks !== undefined
  }

  hold(keyId: string, use: KeyUse): KeyHold {
    const ofKey = this.#held.get(keyId) ?? new Map<KeyUse, Held>()
    this.#held.set(keyId, ofKey)
    const held = ofKey.get(use) ?? this.#acquire(keyId, use)
    ofKey.set(use, held)
    held.count++
    let isReleased = false
    const release = (): void => {
      if (isReleased) return
      isReleased = true
      if (--held.count > 0) return
      ofKey.delete(use)
      held.release()
    }
    return { held: held.held, release }
  }

  async holdersOf(keyId: string): Promise<readonly KeyHolder[]> {
    const own = [...(this.#held.get(keyId) ?? [])].map(([use, { count }]): KeyHolder => ({ tab: 'this', use, count }))
    const { held = [] } = (await this.#locks?.query()) ?? {}
    const names = held.map(({ name = '' }) => name)
    const prefix = useName(keyId, '')
    const labels = names.filter((name) => name.startsWith(prefix)).map((name) => name.slice(prefix.length).split(' '))
    const others = labels
      .filter(([, tabId]) => tabId !== this.#tabId)
      .map(([use]): KeyHolder => ({ tab: 'other', use: use as KeyUse, count: undefined }))
    if (others.length > 0) return [...own, ...others]
    const isHeldElsewhere = names.filter((name) => name === lockName(keyId)).length > own.length
    return isHeldElsewhere ? [...own, { tab: 'other', use: undefined, count: undefined }] : own
  }

  async whenUnused<T>(keyId: string, work: () => Promise<T>): Promise<{ readonly done: T } | undefined> {
    if ((this.#held.get(keyId)?.size ?? 0) > 0) return undefined
    if (this.#locks === undefined) return { done: await work() }
    return this.#locks.request(lockName(keyId), { mode: 'exclusive', ifAvailable: true }, async (lock) =>
      lock === null ? undefined : { done: await work() }
    )
  }

  #acquire(keyId: string, use: KeyUse): Held {
    const locks = this.#locks
    if (locks === undefined) return { count: 0, held: Promise.resolve(), release: () => undefined }
    let release = (): void => undefined
    const untilReleased = new Promise<void>((resolve) => (release = resolve))
    const held = new Promise<void>((resolve) => {
      const onHeld = (): Promise<void> => {
        resolve()
        return untilReleased
      }
      // A refusal is that of a page that is being closed: nothing is lost by going on.
      locks.request(lockName(keyId), { mode: 'shared' }, onHeld).catch(() => resolve())
    })
    const label = useName(keyId, `${use} ${this.#tabId}`)
    locks.request(label, { mode: 'shared' }, () => untilReleased).catch(() => undefined)
    return { count: 0, held, release }
  }
}

function findLocks(): Locks | undefined {
  return (globalThis.navigator as Partial<Navigator> | undefined)?.locks
}

function lockName(keyId: string): string {
  return `lockgate-key ${keyId}`
}

function useName(keyId: string, use: string): string {
  return `lockgate-key-use ${keyId} ${use}`
}
