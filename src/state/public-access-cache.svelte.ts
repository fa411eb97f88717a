// Which buckets are public, and why: checked when they come on screen, a few at a time, and remembered for the session.
import { SvelteMap } from 'svelte/reactivity'
import type { Gateway } from '../domain/gateway'
import type { PublicReason } from '../domain/public-access'
import type { BucketPublicAccess } from '../operations/access/public-access-observer'

/** Small questions, and several kinds of them: a browser speaks to a gateway over six connections, and a folder that is opened needs one. */
const MAX_CONCURRENT = 2

/** What may open objects to others than before. */
export type AccessCause = 'object-acls' | 'policy'

interface Mark {
  readonly publicity: BucketPublicAccess
  readonly seenAtMs: number
}

export class PublicAccessCache {
  readonly #marks = new SvelteMap<string, Mark>()
  readonly #asked = new Map<string, number>()
  readonly #listeners = new Set<(cause: AccessCause, bucket?: string) => void>()
  #gateway: Gateway | undefined
  readonly #current: () => Gateway | undefined
  #waiting: string[] = []
  #underWay = 0

  /** @param current the gateway that is shown: results of any other are dropped. */
  constructor(current: () => Gateway | undefined) {
    this.#current = current
  }

  /** Objects' ACLs were changed. */
  noteObjectChange(): void {
    this.#tell('object-acls')
  }

  /** Calls back when objects of the bucket may be open to others than before. @returns ends it. */
  onChange(bucket: string, listener: (cause: AccessCause) => void): () => void {
    const hear = (cause: AccessCause, changed = bucket): void => {
      if (changed === bucket) listener(cause)
    }
    this.#listeners.add(hear)
    return () => void this.#listeners.delete(hear)
  }

  #tell(cause: AccessCause, bucket?: string): void {
    for (const listener of this.#listeners) listener(cause, bucket)
  }

  /** Undefined: not looked at yet, or it could not be. */
  of(bucket: string): BucketPublicAccess | undefined {
    return this.#marks.get(bucket)?.publicity
  }

  /** Looks at a bucket unless that was done since `sinceMs`. Another gateway forgets all. */
  want(gateway: Gateway, bucket: string, sinceMs = 0): void {
    if (!this.#use(gateway)) return
    const asked = this.#asked.get(bucket)
    if (asked !== undefined && asked >= sinceMs) return
    this.#asked.set(bucket, Date.now())
    this.#waiting.push(bucket)
    this.#pump(gateway)
  }

  /** Looks now: after something was changed. Resolves when it was seen, or could not be. */
  async refresh(gateway: Gateway, bucket: string): Promise<void> {
    if (!this.#use(gateway)) return
    this.#asked.set(bucket, Date.now())
    await this.#look(gateway, bucket)
  }

  #use(gateway: Gateway): boolean {
    if (gateway !== this.#current()) return false
    if (gateway === this.#gateway) return true
    this.#gateway = gateway
    this.#waiting = []
    this.#underWay = 0
    this.#asked.clear()
    this.#marks.clear()
    return true
  }

  #pump(gateway: Gateway): void {
    while (gateway === this.#gateway && this.#underWay < MAX_CONCURRENT) {
      const bucket = this.#waiting.shift()
      if (bucket === undefined) return
      this.#underWay++
      void this.#look(gateway, bucket).finally(() => {
        if (gateway !== this.#gateway) return
        this.#underWay--
        this.#pump(gateway)
      })
    }
  }

  async #look(gateway: Gateway, bucket: string): Promise<void> {
    const seenAtMs = Date.now()
    try {
      const { observeBucketPublicAccess } = await import('../operations/access/public-access-observer')
      const publicity = await observeBucketPublicAccess(gateway, bucket)
      // A look that began before a newer one ended tells what was.
      if (gateway !== this.#gateway || (this.#marks.get(bucket)?.seenAtMs ?? 0) > seenAtMs) return
      const before = this.of(bucket)
      const now = keepKnown(publicity, before)
      this.#marks.set(bucket, { publicity: now, seenAtMs })
      if (now.policyJson !== before?.policyJson) this.#tell('policy', bucket)
    } catch {
      if (gateway === this.#gateway) this.#marks.delete(bucket) // there is no such bucket
    }
  }
}

/** What could not be read this time is as it was seen before: a busy gateway makes nothing private. */
function keepKnown(now: BucketPublicAccess, before: BucketPublicAccess | undefined): BucketPublicAccess {
  if (before === undefined) return now
  const isInvisible = (by: PublicReason['by']): boolean =>
    by === 'test' ? now.answer === 'not-known' : now.unreadable.includes(by)
  const known = before.reasons.filter(({ by }) => isInvisible(by))
  const isExplained = known.some(({ operation, certainty }) => operation === 'list' && certainty === 'sure')
  const seen = isExplained ? now.reasons.filter(({ by }) => by !== 'test') : now.reasons
  const policyJson = now.unreadable.includes('policy') ? before.policyJson : now.policyJson
  return { ...now, reasons: [...seen, ...known], policyJson, ownerId: now.ownerId ?? before.ownerId }
}
