// What was seen of objects' encryption, in IndexedDB. A memory that may be lost: bounded, and written without waiting for the disk.
import type { AccountId } from '../../domain/account'
import type { EncryptionObservation, EncryptionSubject } from '../../domain/encryption-observation'
import type { EncryptionObservationStore } from '../../domain/ports'
import { OBSERVATION, type StoredObservation } from './formats'
import { RecordStore, type RecordDatabase } from './record-store'
import { tryReadRecord } from './records'

/** Earlier versions stored no account: such a record is only counted, since another tenant may have an object just like it. */
type SubjectKey = [...ObjectState, accountId: string] | ObjectState
type ObjectState = [endpoint: string, bucket: string, key: string, etag: string, modifiedAtMs: number]

export interface EncryptionObservationStoreLimits {
  /** Past this many the oldest tenth is forgotten. */
  readonly maxObservations: number
  /** Counted before the first put and then once every so many: a put is one small write. */
  readonly putsBetweenCounts: number
}

export class IdbEncryptionObservationStore implements EncryptionObservationStore {
  readonly #records: RecordStore<StoredObservation, SubjectKey>
  readonly #limits: EncryptionObservationStoreLimits
  #puts = 0

  constructor(
    database: RecordDatabase,
    limits: EncryptionObservationStoreLimits = { maxObservations: 20_000, putsBetweenCounts: 500 }
  ) {
    this.#records = new RecordStore(database, OBSERVATION, 'relaxed')
    this.#limits = limits
  }

  async get(subject: EncryptionSubject): Promise<EncryptionObservation | undefined> {
    const found = await this.#records.find(subject.account.ids.map((id) => keyOf(subject, id)))
    return found.map(({ record }) => tryReadRecord(OBSERVATION, record)).find((seen) => seen !== undefined)
  }

  async put(subject: EncryptionSubject, observation: EncryptionObservation): Promise<void> {
    if (observation.state === 'unknown') return
    if (this.#puts++ % this.#limits.putsBetweenCounts === 0) await this.#prune()
    await this.#records.set(keyOf(subject, subject.account.id), observation)
  }

  /** Objects, not observations: one that was replaced and seen again counts once. */
  async countOf(keyId: string): Promise<number> {
    const opened = (await this.#records.entries()).filter(({ record }) => {
      const seen = tryReadRecord(OBSERVATION, record)
      return seen?.state === 'encrypted' && seen.keyId === keyId
    })
    return new Set(opened.map(({ key }) => JSON.stringify(key.slice(0, 3)))).size
  }

  async #prune(): Promise<void> {
    const { maxObservations } = this.#limits
    const count = await this.#records.count()
    if (count <= maxObservations) return
    const dated = (await this.#records.entries()).flatMap(({ key, record }) => {
      const seen = tryReadRecord(OBSERVATION, record)
      return seen === undefined ? [] : [{ key, seenAtMs: seen.seenAtMs }]
    })
    dated.sort((a, b) => a.seenAtMs - b.seenAtMs)
    const surplus = count - Math.floor(maxObservations * 0.9)
    await this.#records.delete(dated.slice(0, surplus).map(({ key }) => key))
  }
}

function keyOf({ account, bucket, key, etag, modifiedAtMs }: EncryptionSubject, id: AccountId): SubjectKey {
  return [account.endpoint, bucket, key, etag, modifiedAtMs, id]
}
