// Edits a small text object in place: its attributes are read first, written with the text, and read back.
// What could not be preserved is not edited.
import { AppError, toAppError, type AppErrorKind } from '../../domain/app-error'
import { withoutAwsChunked } from '../../domain/content-encoding'
import type { EditRefusal, EditRefusalCode } from '../../domain/editing'
import type { Gateway } from '../../domain/gateway'
import type { EncryptionObservation } from '../../domain/encryption-observation'
import type { ObjectEntry, ObjectProperties } from '../../domain/object-entry'
import type { AclRecovery } from '../../domain/pending-acl'
import type { Digester } from '../../domain/ports'
import type { SseKey } from '../../domain/sse-key'
import { readText, writeText, type TextForm } from '../../domain/text-form'
import type { Clock } from '../../transfers/clock'
import { isSameEtag, multipartEtag, partCountOf } from '../../transfers/etag'
import {
  restoreAttributes,
  withAclRecovery,
  withoutMetadataOfBytes,
  type SaveReport,
  type ObjectAttributes,
  type SavedObject
} from './restore-attributes'
import { isOutcomeUnknown } from '../../transfers/retry'
import { finishEarlierWrites } from '../access/finish-earlier-writes'
import { editRefusalOf } from './edit-refusal'

export const MAX_EDITABLE_BYTES = 1024 * 1024

export interface EditTarget {
  readonly gateway: Gateway
  readonly bucket: string
  readonly key: string
}

/** A text as it was read, with all that has to stay. */
export interface EditableText extends EditTarget {
  readonly text: string
  readonly form: TextForm
  readonly etag: string
  readonly former: ObjectAttributes
}

export type OpenedText =
  { readonly kind: 'text'; readonly object: EditableText } | { readonly kind: 'refused'; readonly refusal: EditRefusal }

export interface SeenEncryption {
  readonly encryption: EncryptionObservation
  /** When it is encrypted. */
  readonly sseKey: SseKey | undefined
}

/** Reads the latest object. Rejects `object-changed` when it is replaced while it is read, `digest-mismatch`, and as the reads do. */
export async function openText(
  target: EditTarget,
  { encryption, sseKey }: SeenEncryption,
  digester: Digester,
  signal: AbortSignal
): Promise<OpenedText> {
  const { gateway, bucket, key } = target
  if (encryption.state === 'unknown') return refuse('encryption-unknown')
  if (encryption.state !== 'clear' && sseKey === undefined)
    throw new AppError('sse-key-needed', { operation: 'GetObject' })
  const properties = await gateway.properties.read(bucket, key, { sseKey }, signal)
  const size = properties.sizeBytes ?? 0
  if (size > MAX_EDITABLE_BYTES) return refuse('too-large')
  const refusal = editRefusalOf(properties)
  if (refusal !== undefined) return { kind: 'refused', refusal }
  const [tags, acl, { bytes, etag }] = await Promise.all([
    gateway.properties.tagsOf(bucket, key, undefined, signal).catch(unlessDenied),
    gateway.access.ofObject(bucket, key, undefined, signal).catch(unlessDenied),
    gateway.properties.readSmall({ bucket, key, sseKey, maxBytes: MAX_EDITABLE_BYTES }, signal)
  ])
  if (tags === undefined) return refuse('tags-unreadable')
  if (acl === undefined) return refuse('acl-unreadable')
  if (etag === undefined || etag !== properties.etag) throw new AppError('object-changed', { operation: 'GetObject' })
  await compare(bytes, etag, digester)
  const reading = readText(bytes)
  if (reading.kind === 'refused') return refuse(reading.reason)
  const { text, form } = reading
  return { kind: 'text', object: { ...target, text, form, etag, former: { properties, tags, acl, sseKey } } }
}

/** `changed`: someone else has replaced or deleted the object, and that was left as it is. */
export type SaveOutcome =
  | {
      readonly kind: 'changed'
      /** Whether the text was there before it was written over; undefined: could not be seen. */
      readonly wasStoredBefore: boolean | undefined
    }
  | {
      readonly kind: 'saved'
      readonly written: SavedObject
      readonly report: SaveReport
      /** Someone else wrote in the same moment: theirs is kept as an older version. Undefined: could not be seen. */
      readonly isOverTheirs: boolean | undefined
    }
  /** The text is stored; what else had to stay could not be read back. */
  | { readonly kind: 'unconfirmed'; readonly written: SavedObject; readonly error: AppError }

/** Rejects with an AppError when the text is not stored, or not known to be; before anything is sent as {@link finishEarlierWrites}. */
export async function saveText(
  object: EditableText,
  text: string,
  deps: { readonly digester: Digester; readonly clock: Clock; readonly aclRecovery?: AclRecovery | undefined }
): Promise<SaveOutcome> {
  const { gateway, bucket, key } = object
  const contentEncoding = withoutAwsChunked(object.former.properties.contentEncoding)
  const isFinished = await finishEarlierWrites(deps.aclRecovery, gateway, object)
  const former = {
    ...object.former,
    ...(isFinished ? await readAccess(object) : {}),
    properties: { ...object.former.properties, contentEncoding }
  }
  const body = new Blob([writeText(text, object.form)])
  const md5Hex = await deps.digester.md5Hex(body)
  const written: SavedObject = { gateway, bucket, key, etag: md5Hex, sizeBytes: body.size, former, clock: deps.clock }
  return withAclRecovery(deps.aclRecovery, written, (noted) => write(object, body, noted))
}

/** What was restored just now, after the object had been read. */
async function readAccess({ gateway, bucket, key }: EditTarget): Promise<Pick<ObjectAttributes, 'tags' | 'acl'>> {
  const [tags, acl] = await Promise.all([gateway.properties.tagsOf(bucket, key), gateway.access.ofObject(bucket, key)])
  return { tags, acl }
}

async function write(object: EditableText, body: Blob, written: SavedObject): Promise<SaveOutcome> {
  const { gateway, bucket, key, former, etag: md5Hex } = written
  const { tags, sseKey } = former
  const properties: ObjectProperties = {
    ...former.properties,
    metadata: withoutMetadataOfBytes(former.properties.metadata)
  }
  const request: Overwrite = { bucket, key, body, md5Hex, ifMatchEtag: object.etag, properties, tags, sseKey }
  let isUnguarded = false
  try {
    try {
      await send(gateway, request)
    } catch (thrown) {
      if (toAppError(thrown).kind !== 'precondition-failed' || !(await isRefusedForVersions(object))) throw thrown
      isUnguarded = true
      await send(gateway, { ...request, ifMatchEtag: undefined })
    }
  } catch (thrown) {
    const error = toAppError(thrown)
    const isReplaced = REPLACED.has(error.kind)
    if (!isReplaced && !isOutcomeUnknown(error)) {
      await written.entry?.settle() // refused: the ACL is as it was
      throw error
    }
    const there = await gateway.properties.read(bucket, key, { sseKey }).catch(() => undefined)
    // Also after a refusal: what is there may be this very text, from a save whose answer was lost.
    if (!isSameEtag(there?.etag ?? '', md5Hex)) {
      if (isReplaced) {
        if (there !== undefined) await written.entry?.settle()
        return { kind: 'changed', wasStoredBefore: false }
      }
      if (there?.etag === undefined || isSameEtag(there.etag, object.etag)) throw error // it may still arrive
      await written.entry?.settle()
      return { kind: 'changed', wasStoredBefore: undefined }
    }
  }
  try {
    const report = await restoreAttributes(written)
    const isOverTheirs = isUnguarded ? await hasVersionsBetween(object, report.properties.versionId) : false
    return { kind: 'saved', written, report, isOverTheirs }
  } catch (thrown) {
    const error = toAppError(thrown)
    return error.kind === 'object-changed'
      ? { kind: 'changed', wasStoredBefore: true }
      : { kind: 'unconfirmed', written, error }
  }
}

/** The object is not the one that was read, was deleted, or is encrypted with another key. */
const REPLACED: ReadonlySet<AppErrorKind> = new Set([
  'precondition-failed',
  'no-such-object',
  'sse-key-needed',
  'sse-key-wrong'
])

type Overwrite = Parameters<Gateway['properties']['overwrite']>[0]

async function send(gateway: Gateway, request: Overwrite): Promise<void> {
  const { etag } = await gateway.properties.overwrite(request)
  if (etag !== undefined && !isSameEtag(etag, request.md5Hex))
    throw new AppError('digest-mismatch', { operation: 'PutObject' })
}

/**
 * True: the object is still the one that was read, the gateway refuses every condition on it because its bucket keeps versions,
 * and so a write without one loses nothing. Rejects `not-supported` where it might.
 */
async function isRefusedForVersions({ gateway, bucket, key, etag, former }: EditableText): Promise<boolean> {
  const now = await gateway.properties.read(bucket, key, { sseKey: former.sseKey })
  if (now.etag !== etag || now.versionId !== former.properties.versionId) return false
  if ((await gateway.buckets.versioningOf(bucket)) === 'on') return true
  throw new AppError('not-supported', { operation: 'PutObject' })
}

/** Looks for versions between the one that was read and ours. Undefined where they cannot be listed. */
async function hasVersionsBetween(object: EditableText, ours: string | undefined): Promise<boolean | undefined> {
  const { gateway, bucket, key, former } = object
  try {
    const { versions } = await gateway.versions.listPage({ bucket, prefix: key })
    const own = versions.filter((version) => version.key === key)
    const read = own.find(({ versionId }) => versionId === (former.properties.versionId ?? 'null'))
    if (read === undefined) return undefined
    const others = own.filter((version) => version !== read && version.versionId !== ours)
    return others.some(({ modifiedAtMs }) => modifiedAtMs >= read.modifiedAtMs)
  } catch {
    return undefined
  }
}

/** Editing is not offered for these; whatever else is not UTF-8 is refused when it is opened. */
const BINARY_EXTENSIONS =
  /\.(7z|avi|bin|bmp|bz2|class|db|dcm|dll|docx?|exe|flac|gif|gz|h5|hdf5?|ico|jar|jpe?g|m4[av]|mkv|mov|mp[34]|nc|nii|npy|npz|od[pst]|otf|parquet|pdf|png|pptx?|pyc|rar|so|sqlite|tar|tgz|tiff?|ttf|wasm|wav|webp|woff2?|xlsx?|xz|zip|zst)$/i

/** True where it is worth offering. */
export function mayBeText({ key, sizeBytes }: Pick<ObjectEntry, 'key' | 'sizeBytes'>): boolean {
  return sizeBytes <= MAX_EDITABLE_BYTES && !BINARY_EXTENSIONS.test(key)
}

function refuse(code: EditRefusalCode): OpenedText {
  return { kind: 'refused', refusal: { code } }
}

function unlessDenied(error: unknown): undefined {
  if (!(error instanceof AppError && error.kind === 'access-denied')) throw error
}

/** An object this small has one part at most. */
async function compare(bytes: Uint8Array<ArrayBuffer>, etag: string, digester: Digester): Promise<void> {
  const md5 = await digester.md5Hex(new Blob([bytes]))
  const own =
    partCountOf(etag) === 1 ? await multipartEtag([md5], (digests) => digester.md5Hex(new Blob([digests]))) : md5
  if (!isSameEtag(etag, own)) throw new AppError('digest-mismatch', { operation: 'GetObject' })
}
