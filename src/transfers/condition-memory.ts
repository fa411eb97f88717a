// What gateways were seen to do with a condition on a request, while this page lives. An ignored condition looks like one that held:
// only a 412 tells them apart, so protection is claimed after one was seen, and never before.

/** `enforced`: it answered 412 where an object was there. `refused`: it answered 412 where none was, so it cannot be used there. */
export type ConditionSupport = 'enforced' | 'refused'

export class ConditionMemory {
  readonly #seen = new Map<string, ConditionSupport>()

  /** Of `If-None-Match: *` on CompleteMultipartUpload; undefined: not seen yet. */
  onComplete(endpoint: string): ConditionSupport | undefined {
    return this.#seen.get(endpoint)
  }

  noteOnComplete(endpoint: string, support: ConditionSupport): void {
    this.#seen.set(endpoint, support)
  }
}
