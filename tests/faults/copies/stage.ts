// The buckets and objects of one round, and what is to become of them.
import { createHash, randomBytes } from 'node:crypto'
import type { SseKey } from '../../../src/domain/sse-key'
import type { CopyRound, PlannedObject } from './round'
import { NOT_ENCRYPTED, sha256, type Snapshot, type Store } from './store'

export const SOURCE_FOLDER = 'in/'
export const TARGET_FOLDER = 'out/'

/** One object of the operation. */
export interface Actor {
  readonly sourceKey: string
  readonly targetKey: string
  readonly sha256: string
  readonly sourceKeyId: string
  /** As it is to be encrypted. */
  readonly targetKeyId: string
  readonly isTaken: boolean
  /** Pacific never tells the tags that came with CreateMultipartUpload. */
  readonly mayHideTags: boolean
}

export interface Stage {
  readonly round: CopyRound
  readonly bucket: string
  readonly targetBucket: string
  readonly buckets: readonly string[]
  readonly actors: readonly Actor[]
  readonly before: Snapshot
}

export interface RoundKeys {
  /** Of the sources that are encrypted. */
  readonly own: SseKey
  /** That is chosen in the dialog. */
  readonly wished: SseKey
}

/** A key as text of 32 characters, so that the page can import it. */
export function keyOf(name: string, text = randomBytes(16).toString('hex')): SseKey {
  const bytes = new Uint8Array(Buffer.from(text, 'ascii'))
  const md5Base64 = createHash('md5').update(bytes).digest('base64')
  const never = { createdAtMs: 0, savedAtMs: undefined, lastUsedAtMs: undefined, endpoints: [] }
  return { id: md5Base64, name, bytes, form: 'keystring', md5Base64, origin: 'imported', ...never }
}

export async function setStage(round: CopyRound, store: Store, keys: RoundKeys, name: string): Promise<Stage> {
  const { operation, versioning, targetVersioning, objects } = round
  const bucket = `${name}-from`
  const isOther = operation.place === 'other-bucket'
  const targetBucket = isOther ? `${name}-to` : bucket
  const targetFolder = operation.place === 'in-place' ? SOURCE_FOLDER : TARGET_FOLDER
  const buckets = isOther ? [bucket, targetBucket] : [bucket]
  for (const one of buckets) await store.createBucket(one)
  if (versioning !== 'off') await store.setVersioning(bucket, 'Enabled')
  if (isOther && targetVersioning !== 'off') await store.setVersioning(targetBucket, 'Enabled')
  const bodies = new Map(objects.map((object) => [object, randomBytes(object.sizeBytes)]))
  const putSource = (object: PlannedObject) =>
    store.put({
      ...{ ...object, bucket, key: SOURCE_FOLDER + object.name, body: bodies.get(object) ?? Buffer.alloc(0) },
      sseKey: object.isEncrypted ? keys.own : undefined
    })
  const isEarly = ({ isFromBefore }: PlannedObject) => versioning === 'suspended' && isFromBefore
  for (const object of objects) {
    if (versioning !== 'off' && object.hasOlder)
      await store.put({ bucket, key: SOURCE_FOLDER + object.name, body: randomBytes(10), isPublic: object.isPublic })
    if (isEarly(object)) await putSource(object)
  }
  if (versioning === 'suspended') await store.setVersioning(bucket, 'Suspended')
  for (const object of objects) if (!isEarly(object)) await putSource(object)
  for (const { name: of, isTaken } of objects)
    if (isTaken) await store.put({ bucket: targetBucket, key: targetFolder + of, body: randomBytes(20) })
  if (isOther && targetVersioning === 'suspended') await store.setVersioning(targetBucket, 'Suspended')
  for (const one of buckets) {
    await store.put({ bucket: one, key: 'bystander', body: randomBytes(30), isPublic: true, hasTags: true })
    await store.put({ bucket: one, key: `${TARGET_FOLDER}bystander`, body: randomBytes(30), sseKey: keys.own })
  }
  const actors = objects.map((object) => {
    const sourceKeyId = object.isEncrypted ? keys.own.id : NOT_ENCRYPTED
    const targetKeyId =
      operation.wish === 'keep' ? sourceKeyId : operation.wish === 'none' ? NOT_ENCRYPTED : keys.wished.id
    return {
      sourceKey: SOURCE_FOLDER + object.name,
      targetKey: targetFolder + object.name,
      sha256: sha256(bodies.get(object) ?? Buffer.alloc(0)),
      sourceKeyId,
      targetKeyId,
      isTaken: object.isTaken,
      mayHideTags: object.hasTags && object.partBytes !== undefined
    }
  })
  return { round, bucket, targetBucket, buckets, actors, before: await store.snapshot(buckets) }
}
