// What was seen of objects' encryption, in IndexedDB. A memory that may be lost: bounded, and written without waiting for the disk.
import { delMany, entries, getMany, promisifyRequest, set, type UseStore } from 'idb-keyval'
import type { AccountId } from '../../domain/account'
import type { EncryptionObservation, EncryptionSubject } from '../../domain/encryption-observation'
import type { EncryptionObservationStore } from '../../domain/ports'
import { openStore } from './open-store'
import { toRecord, tryReadRecord, type RecordFormat } from './records'

type Kept = Exclude<EncryptionObservation, { state: 'unknown' }>
/** Earlier versions stored no account: such a record is only counted, since another tenant may have an object just like it. */
type SubjectKey = [...ObjectState, accountId: string] | ObjectState
type ObjectState = [endpoint: string, bucket: string, key: string, etag: string, modifiedAtMs: number]

const FORMAT: RecordFormat<Kept> = {
  what: 'observation',
  upgrades: [],
  isWhole: (seen) => typeof seen.state === 'string' && typeof seen.seenAtMs === 'number'
}

export interface EncryptionObservationStoreLimits {
  /** Past this many the oldest tenth is forgotten. */
  readonly maxObservations: number
  /** Counted before the first put and then once every so many: a put is one small write. */
  readonly putsBetweenCounts: number
}

export class IdbEncryptionObservationStore implements EncryptionObservationStore {
  readonly #store: UseStore
  readonly #limits: EncryptionObservationStoreLimits
  #puts = 0

  constructor(
    limits: EncryptionObservationStoreLimits = { maxObservations: 20_000, putsBetweenCounts: 500 },
    databaseName = 'lockgate-lock-memory'
  ) {
    this.#store = openStore(databaseName, 'relaxed')
    this.#limits = limits
  }

  async get(subject: EncryptionSubject): Promise<EncryptionObservation | undefined> {
    const records = await getMany<unknown>(
      subject.account.ids.map((id) => subjectKey(subject, id)),
      this.#store
    )
    return records.map((record) => tryReadRecord(FORMAT, record)).find((seen) => seen !== undefined)
  }

  async put(subject: EncryptionSubject, observation: EncryptionObservation): Promise<void> {
    if (observation.state === 'unknown') return
    if (this.#puts++ % this.#limits.putsBetweenCounts === 0) await this.#prune()
    await set(subjectKey(subject, subject.account.id), toRecord<Kept>(FORMAT, observation), this.#store)
  }

  /** Objects, not observations: one that was replaced and seen again counts once. */
  async countOf(keyId: string): Promise<number> {
    const records = await entries<SubjectKey, unknown>(this.#store)
    const opened = records.filter(([, record]) => {
      const seen = tryReadRecord(FORMAT, record)
      return seen?.state === 'encrypted' && seen.keyId === keyId
    })
    return new Set(opened.map(([[endpoint, bucket, key]]) => JSON.stringify([endpoint, bucket, key]))).size
  }

  async #prune(): Promise<void> {
    const { maxObservations } = this.#limits
    const count = await this.#store('readonly', (store) => promisifyRequest(store.count()))
    if (count <= maxObservations) return
    const records = await entries<SubjectKey, unknown>(this.#store)
    const dated = records.flatMap(([key, record]) => {
      const seen = tryReadRecord(FORMAT, record)
      return seen === undefined ? [] : [{ key, seenAtMs: seen.seenAtMs }]
    })
    dated.sort((a, b) => a.seenAtMs - b.seenAtMs)
    const surplus = count - Math.floor(maxObservations * 0.9)
    await delMany(
      dated.slice(0, surplus).map(({ key }) => key),
      this.#store
    )
  }
}

function subjectKey({ account, bucket, key, etag, modifiedAtMs }: EncryptionSubject, id: AccountId): SubjectKey {
  return [account.endpoint, bucket, key, etag, modifiedAtMs, id]
}
