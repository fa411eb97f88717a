// What can be shown as code at each place, the most likely first.
import type { CodeTask, KeyFile } from '../../domain/code/code-task'
import { safeFileName } from '../../domain/file-name'
import { keyFileName } from '../../domain/key-format'
import { LIFETIMES } from '../../domain/share-link'
import type { SseKey } from '../../domain/sse-key'

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

export function objectTasks(bucket: string, key: string, keyFile: KeyFile | undefined): readonly CodeTask[] {
  const fileName = safeFileName(key)
  return [
    { kind: 'download', bucket, key, fileName, keyFile },
    { kind: 'read-object', bucket, key, keyFile },
    { kind: 'upload', bucket, files: [{ fileName, key, contentType: '' }], keyFile },
    // A link to an encrypted object opens with its key's headers alone.
    ...(keyFile === undefined ? [{ kind: 'link', bucket, key, lifetimeSeconds: LIFETIMES[0] } as const] : []),
    { kind: 'read-acl', bucket, key },
    { kind: 'delete', bucket, keys: [key], prefixes: [] }
  ]
}
