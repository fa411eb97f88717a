// What can be shown as code at each place, the most likely first.
import { NULL_VERSION, type ObjectVersion, type Versioning } from '../../domain/bucket'
import type { CodeTask, KeyFile } from '../../domain/code/code-task'
import { safeFileName } from '../../domain/file-name'
import { keyFileName } from '../../domain/key-format'
import { LIFETIMES } from '../../domain/share-link'
import type { ObjectEntry } from '../../domain/object-entry'
import type { SseKey } from '../../domain/sse-key'
import { renamedKey } from '../../operations/copying/plan-copies'
import type { CopyForm } from '../objects/copy-form.svelte'

/** Code for more than these is no longer read. */
export const MAX_CODE_OBJECTS = 100
/** Where nothing was chosen. */
const EXAMPLE_FILE = 'example.txt'

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

export function folderTasks(
  folder: { readonly bucket: string; readonly prefix: string; readonly isFlat: boolean },
  keyFile: KeyFile | undefined
): readonly CodeTask[] {
  const { bucket, prefix } = folder
  const file = { fileName: EXAMPLE_FILE, key: prefix + EXAMPLE_FILE, contentType: 'text/plain' }
  return [
    { kind: 'list-objects', ...folder },
    { kind: 'upload', bucket, files: [file], keyFile }
  ]
}

/** @param versioning undefined: not known */
export function objectTasks(
  bucket: string,
  key: string,
  keyFile: KeyFile | undefined,
  versioning: Versioning | undefined
): readonly CodeTask[] {
  const fileName = safeFileName(key)
  return [
    { kind: 'download', bucket, key, fileName, keyFile },
    { kind: 'read-object', bucket, key, keyFile },
    { kind: 'upload', bucket, files: [{ fileName, key, contentType: '' }], keyFile },
    // A link to an encrypted object opens with its key's headers alone.
    ...(keyFile === undefined ? [{ kind: 'link', bucket, key, lifetimeSeconds: LIFETIMES[0] } as const] : []),
    { kind: 'read-acl', bucket, key },
    ...(['copy', 'move'] as const).map((kind) => ({
      ...{ kind, bucket, versioning, keyFile },
      targetBucket: bucket,
      objects: [{ key, targetKey: exampleName(key) }],
      sourceKeyFile: keyFile
    })),
    { kind: 'delete', bucket, keys: [key], prefixes: [] }
  ]
}

/**
 * @param keyFile of the version's key
 * @param versioning undefined: not known
 */
export function versionTasks(
  bucket: string,
  { key, versionId, isLatest, isDeleteMarker }: ObjectVersion,
  keyFile: KeyFile | undefined,
  versioning: Versioning | undefined
): readonly CodeTask[] {
  const remove = { kind: 'delete-version', bucket, key, versionId } as const
  if (isDeleteMarker) return [remove]
  // Unless each write becomes a version of its own, it may replace the version called null, and so the very source.
  const mayRestore = !isLatest && (versioning === 'on' || (versioning === 'suspended' && versionId !== NULL_VERSION))
  const where = { bucket, targetBucket: bucket, versioning, objects: [{ key, targetKey: key, versionId }] }
  return [
    { kind: 'download', bucket, key, versionId, fileName: safeFileName(key), keyFile },
    ...(mayRestore ? [{ kind: 'restore', ...where, keyFile, sourceKeyFile: keyFile } as const] : []),
    remove
  ]
}

/** `a/b.txt` becomes `a/b-copy.txt`. */
function exampleName(key: string): string {
  const [, start = '', ending = ''] = /^(.*?[^/])(\.\w+|\/*)$/s.exec(key) ?? [key, key]
  return `${start}-copy${ending}`
}

/** What a dialog says of the encryption: the key by which it is or will be, undefined for none, or not known. */
export type KnownKey = SseKey | undefined | 'unknown'

/**
 * What the dialog would copy or move; undefined where its code would do something else.
 * @param versioning of the sources' bucket; undefined: not known
 */
export function copyTaskOf(
  form: Pick<CopyForm, 'encryption' | 'isMove' | 'renaming' | 'selection' | 'sseKey' | 'targetBucket'>,
  bucket: string,
  versioning: Versioning | undefined,
  keyOf: (entry: ObjectEntry) => KnownKey
): CodeTask | undefined {
  const { entries, prefixes } = form.selection
  if (prefixes.length > 0 || entries.length === 0 || entries.length > MAX_CODE_OBJECTS) return undefined
  const keys = new Set(entries.map(keyOf))
  const [source] = keys
  if (keys.size > 1 || source === 'unknown' || (form.encryption === 'key' && form.sseKey === undefined))
    return undefined
  const objects = entries.map((entry) => ({ key: entry.key, targetKey: renamedKey(entry, form.renaming) }))
  const sources = new Set(objects.map(({ key }) => key))
  // It would replace an object before that one is copied.
  if (form.targetBucket === bucket && objects.some(({ targetKey }) => sources.has(targetKey))) return undefined
  return {
    kind: form.isMove ? 'move' : 'copy',
    ...{ bucket, versioning, objects },
    targetBucket: form.targetBucket,
    sourceKeyFile: keyFileOf(source),
    keyFile: keyFileOf(form.encryption === 'keep' ? source : form.sseKey)
  }
}
