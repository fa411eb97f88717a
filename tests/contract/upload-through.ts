// One upload through the engine, as the page does it, with the world around it in memory and the gateway real.
import { expect } from 'vitest'
import type { ObjectStorage, UploadAcl } from '../../src/domain/ports'
import type { SseKey } from '../../src/domain/sse-key'
import { ConditionMemory } from '../../src/transfers/condition-memory'
import type { ResumedWork } from '../../src/transfers/job'
import { TransferQueue } from '../../src/transfers/queue'
import type { Transfer } from '../../src/transfers/transfer'
import { FakeStorage } from '../unit/transfers/fake-storage'
import { FakeDigester, FakeJournal, FakeEncryptionObservationStore, FakeSpool } from '../unit/transfers/fakes'

export async function uploadThrough(
  storage: ObjectStorage,
  bucket: string,
  file: File,
  how: {
    readonly ifAbsent: boolean
    readonly keepsBoth?: boolean
    readonly sseKey?: SseKey | undefined
    readonly acl?: UploadAcl
  },
  resumed?: ResumedWork
): Promise<{ readonly ended: Transfer; readonly conditions: ConditionMemory; readonly journal: FakeJournal }> {
  const conditions = new ConditionMemory()
  const journal = new FakeJournal()
  const queue = new TransferQueue({
    digester: new FakeDigester(),
    journal,
    lockMemory: new FakeEncryptionObservationStore(),
    spool: new FakeSpool(new FakeStorage()),
    conditions,
    holdKey: () => ({ held: Promise.resolve(), release: () => undefined }),
    assertKeyStored: () => Promise.resolve(),
    mustEncrypt: () => Promise.resolve(false),
    markKeyUsed: () => undefined
  })
  const contentType = 'application/octet-stream'
  const id = queue.enqueueUpload({ storage, bucket, key: file.name, file, contentType, ...how }, resumed)
  const view = (): Transfer | undefined => queue.snapshot.transfers.find((transfer) => transfer.id === id)
  await expect.poll(() => view()?.state, { timeout: 240_000 }).toMatch(/done|failed/)
  const ended = view()
  if (ended === undefined) throw new Error('no transfer')
  return { ended, conditions, journal }
}
