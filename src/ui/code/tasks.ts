// What can be shown as code at each place, the most likely first.
import { NULL_VERSION, type ObjectVersion, type Versioning } from '../../domain/bucket'
import type { CodeTask, KeyFile } from '../../domain/code/code-task'
import { putPageRuleFirst, type CorsRule } from '../../domain/cors'
import { safeFileName } from '../../domain/file-name'
import { keyFileName } from '../../domain/key-format'
import { LIFETIMES } from '../../domain/share-link'
import type { EncryptionObservation } from '../../domain/encryption-observation'
import type { BucketSettings } from '../../domain/ports'
import type { SseKey } from '../../domain/sse-key'
import type { Keys } from '../../state/keys.svelte'

/** Code for more than these is no longer read. */
export const MAX_CODE_OBJECTS = 100
/** Where nothing was chosen. */
const EXAMPLE_FILE = 'example.txt'

/** Of a bucket; undefined: not known. */
interface CodeRules {
  readonly settings: BucketSettings | undefined
  readonly versioning: Versioning | undefined
}

/** The key of an object, undefined for none, or not known. */
export type KnownKey = SseKey | undefined | 'unknown'

export function knownKey(seen: EncryptionObservation | undefined, keys: Pick<Keys, 'byId'>): KnownKey {
  if (seen?.state === 'clear') return undefined
  return (seen?.state === 'encrypted' ? keys.byId(seen.keyId) : undefined) ?? 'unknown'
}

/** Whether code may write with this key, or unencrypted, into a bucket with these settings. */
export function mayWrite(settings: BucketSettings | undefined, known: KnownKey): known is SseKey | undefined {
  return settings !== undefined && known !== 'unknown' && (known !== undefined || settings.encryption === undefined)
}

/** The backup of a key, by the name that it is saved under. */
export function keyFileOf(key: Pick<SseKey, 'name' | 'form'> | undefined): KeyFile | undefined {
  return key && { fileName: keyFileName(key.name, key.form), form: key.form }
}

export function bucketTasks(bucket: string): readonly CodeTask[] {
  return [
    { kind: 'list-objects', bucket, prefix: '', isFlat: false },
    { kind: 'read-acl', bucket },
    { kind: 'read-policy', bucket },
    { kind: 'delete-bucket', bucket }
  ]
}

/** @param to the rules that would be saved; undefined: none would be */
export function corsTasks(bucket: string, to: readonly CorsRule[] | undefined): readonly CodeTask[] {
  const [read, remove] = [{ kind: 'read-cors', bucket } as const, { kind: 'delete-cors', bucket } as const]
  if (to === undefined) return [read, remove]
  return to.length === 0 ? [remove, read] : [{ kind: 'set-cors', bucket, rules: to }, read, remove]
}

/**
 * Of the field for rules. Empty where nothing was changed, the bucket has none: then those that let this page in are set.
 * @param typed undefined: they can't be read
 */
export function typedCorsTasks(
  bucket: string,
  typed: readonly CorsRule[] | undefined,
  { isChanged, origin }: { readonly isChanged: boolean; readonly origin: string }
): readonly CodeTask[] {
  return corsTasks(bucket, typed?.length === 0 && !isChanged ? putPageRuleFirst([], origin) : typed)
}

/** @param settings undefined: not known */
export function folderTasks(
  folder: { readonly bucket: string; readonly prefix: string; readonly isFlat: boolean },
  settings: BucketSettings | undefined,
  keys: Pick<Keys, 'byId'>
): readonly CodeTask[] {
  const { bucket, prefix } = folder
  const defaultKeyId = settings?.defaultKeyId
  const known = defaultKeyId === undefined ? undefined : (keys.byId(defaultKeyId) ?? 'unknown')
  const file = { fileName: EXAMPLE_FILE, key: prefix + EXAMPLE_FILE, contentType: 'text/plain' }
  return [
    { kind: 'list-objects', ...folder },
    ...(mayWrite(settings, known)
      ? [{ kind: 'upload', bucket, files: [file], keyFile: keyFileOf(known) } as const]
      : [])
  ]
}

export function objectTasks(
  bucket: string,
  key: string,
  known: KnownKey,
  { settings, versioning }: CodeRules
): readonly CodeTask[] {
  const isWritable = mayWrite(settings, known)
  const keyFile = known === 'unknown' ? undefined : keyFileOf(known)
  const fileName = safeFileName(key)
  return [
    { kind: 'download', bucket, key, fileName, keyFile },
    { kind: 'read-object', bucket, key, keyFile },
    ...(isWritable ? [{ kind: 'upload', bucket, files: [{ fileName, key, contentType: '' }], keyFile } as const] : []),
    // A link to an encrypted object opens with its key's headers alone.
    ...(keyFile === undefined ? [{ kind: 'link', bucket, key, lifetimeSeconds: LIFETIMES[0] } as const] : []),
    { kind: 'read-acl', bucket, key },
    ...(isWritable ? (['copy', 'move'] as const) : []).map((kind) => ({
      ...{ kind, bucket, versioning, keyFile },
      targetBucket: bucket,
      objects: [{ key, targetKey: exampleName(key) }],
      sourceKeyFile: keyFile
    })),
    { kind: 'delete', bucket, keys: [key], prefixes: [] }
  ]
}

/** @param known of the version */
export function versionTasks(
  bucket: string,
  { key, versionId, isLatest, isDeleteMarker }: ObjectVersion,
  known: KnownKey,
  { settings, versioning }: CodeRules
): readonly CodeTask[] {
  const remove = { kind: 'delete-version', bucket, key, versionId } as const
  if (isDeleteMarker) return [remove]
  // Unless each write becomes a version of its own, it may replace the version called null, and so the very source.
  const isSafe = versioning === 'on' || (versioning === 'suspended' && versionId !== NULL_VERSION)
  const keyFile = known === 'unknown' ? undefined : keyFileOf(known)
  const where = { bucket, targetBucket: bucket, versioning, objects: [{ key, targetKey: key, versionId }] }
  return [
    { kind: 'download', bucket, key, versionId, fileName: safeFileName(key), keyFile },
    ...(!isLatest && isSafe && mayWrite(settings, known)
      ? [{ kind: 'restore', ...where, keyFile, sourceKeyFile: keyFile } as const]
      : []),
    remove
  ]
}

/** `a/b.txt` becomes `a/b-copy.txt`. */
function exampleName(key: string): string {
  const [, start = '', ending = ''] = /^(.*?[^/])(\.\w+|\/*)$/s.exec(key) ?? [key, key]
  return `${start}-copy${ending}`
}
