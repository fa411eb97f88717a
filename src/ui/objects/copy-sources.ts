// The objects that are to be copied, as they were listed, or seen since: one that had changed is looked at again at the next try.
import { toAppError } from '../../domain/app-error'
import type { ObjectEntry } from '../../domain/object-entry'
import type { CopyJob } from '../../operations/copying/copy-task'
import { systemClock } from '../../transfers/clock'
import { withRetries } from '../../transfers/retry'

export class CopySources {
  readonly #entries: Map<string, ObjectEntry>
  readonly #changed = new Set<string>()

  constructor(listed: readonly ObjectEntry[]) {
    this.#entries = new Map(listed.map((entry) => [entry.key, entry]))
  }

  /** By key. */
  get entries(): ReadonlyMap<string, ObjectEntry> {
    return this.#entries
  }

  /** The object that the next try is about. Rejects as listings do. */
  async current(
    { gateway, bucket }: Pick<CopyJob, 'gateway' | 'bucket'>,
    listed: ObjectEntry,
    signal: AbortSignal
  ): Promise<ObjectEntry> {
    const { key } = listed
    if (this.#changed.has(key)) {
      const look = () => gateway.storage.findObject(bucket, key, signal)
      const now = await withRetries(look, { clock: systemClock, signal })
      if (now !== undefined) this.#entries.set(key, now)
      this.#changed.delete(key)
    }
    return this.#entries.get(key) ?? listed
  }

  /** Of a try that failed. */
  note(key: string, thrown: unknown): void {
    const { kind, details } = toAppError(thrown)
    if (kind === 'object-changed' || details.reason === 'source-changed') this.#changed.add(key)
  }
}
