// What the copy dialog would do, as a task for code; none, and why, where the code would do something else.
import type { Versioning } from '../../domain/bucket'
import type { CodePlace, CodeTask } from '../../domain/code/code-task'
import type { NoCode } from '../../domain/code/no-code'
import type { ObjectEntry } from '../../domain/object-entry'
import type { SseKey } from '../../domain/sse-key'
import { renamedKey } from '../../operations/copying/plan-copies'
import type { CopyForm } from '../objects/copy-form.svelte'
import { keyFileOf, mayWrite, MAX_CODE_OBJECTS, type KnownKey } from './tasks'

type Form = Pick<CopyForm, 'encryption' | 'isMove' | 'renaming' | 'selection' | 'settings' | 'sseKey' | 'targetBucket'>

export interface CopyOrigin {
  readonly bucket: string
  /** Of this bucket; undefined: not known. */
  readonly versioning: Versioning | undefined
  readonly keyOf: (entry: ObjectEntry) => KnownKey
  /** Keys that may be tried at the gateway of the sources. */
  readonly keys: readonly SseKey[]
}

/** @param targetPlace of the other profile that writes; undefined: the one in use does */
export function copyTaskOf(form: Form, from: CopyOrigin, targetPlace?: CodePlace): CodeTask | NoCode {
  const { entries, prefixes } = form.selection
  const count = entries.length + prefixes.length
  if (count === 0) return 'nothing'
  if (count > MAX_CODE_OBJECTS) return 'too-many'
  if (form.encryption === undefined || (form.encryption === 'key' && form.sseKey === undefined)) return 'not-chosen'
  const isSameBucket = targetPlace === undefined && form.targetBucket === from.bucket
  if (isSameBucket && replacesSources(form)) return 'replaces-sources'
  return prefixes.length > 0 ? foldersTask(form, from, targetPlace) : objectsTask(form, from, targetPlace)
}

function objectsTask(form: Form, from: CopyOrigin, targetPlace: CodePlace | undefined): CodeTask | NoCode {
  const keys = new Set(form.selection.entries.map(from.keyOf))
  const [source] = keys
  if (keys.has('unknown') || source === 'unknown') return 'encryption-unknown'
  if (keys.size > 1) return 'several-keys'
  const target = form.encryption === 'keep' ? source : form.sseKey
  if (!mayWrite(form.settings, target)) return 'may-not-write'
  return {
    kind: form.isMove ? 'move' : 'copy',
    ...placesOf(form, from, targetPlace),
    objects: objectsOf(form),
    sourceKeyFile: keyFileOf(source),
    keyFile: keyFileOf(target)
  }
}

/** What is encrypted below them, and with which key, is for the code to find out. */
function foldersTask(form: Form, from: CopyOrigin, targetPlace: CodePlace | undefined): CodeTask | NoCode {
  // Kept as they are, some may be unencrypted.
  if (!mayWrite(form.settings, form.sseKey)) return 'may-not-write'
  return {
    kind: form.isMove ? 'move-folder' : 'copy-folder',
    ...placesOf(form, from, targetPlace),
    folders: form.selection.prefixes.map((prefix) => ({
      prefix,
      targetPrefix: renamedKey({ key: prefix }, form.renaming)
    })),
    files: objectsOf(form),
    sourceKeyFiles: from.keys.flatMap((key) => keyFileOf(key) ?? []),
    encryption: form.encryption === 'keep' ? 'keep' : keyFileOf(form.sseKey)
  }
}

function placesOf({ targetBucket }: Form, { bucket, versioning }: CopyOrigin, targetPlace: CodePlace | undefined) {
  return { bucket, versioning, targetBucket, targetPlace }
}

function objectsOf({ selection, renaming }: Form) {
  return selection.entries.map((entry) => ({ key: entry.key, targetKey: renamedKey(entry, renaming) }))
}

/** In one bucket: an object, or one in a folder, could be replaced before it is copied. */
function replacesSources({ selection, renaming }: Form): boolean {
  const sources = [...selection.prefixes, ...selection.entries.map(({ key }) => key)]
  const targets = sources.map((key) => renamedKey({ key }, renaming))
  const exact = new Set(sources)
  const overlaps = (target: string): boolean =>
    exact.has(target) ||
    selection.prefixes.some((prefix) => target.startsWith(prefix)) ||
    (target.endsWith('/') && selection.prefixes.length > 0 && sources.some((source) => source.startsWith(target)))
  return targets.some(overlaps)
}
