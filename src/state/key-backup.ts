// The file of a key that is kept outside this browser, and whether a file is that.
import { formatBase64, formatKeystring, keyFileName, parseKeyInput, type BackupProblem } from '../domain/key-format'
import type { SseKey } from '../domain/sse-key'

/** Creates keys' bytes and records; stores nothing. */
export interface KeyMaker {
  makeBytes(form: SseKey['form']): Uint8Array<ArrayBuffer>
  makeRecord(key: Pick<SseKey, 'name' | 'bytes' | 'form' | 'origin'>): Promise<SseKey>
}

/** The manual's keystring where the key is one, base64 otherwise. */
export function backupOf(key: SseKey): { readonly blob: Blob; readonly fileName: string } {
  const text = key.form === 'keystring' ? formatKeystring(key) : formatBase64(key.bytes)
  const blob = new Blob([text], { type: 'application/octet-stream' })
  return { blob, fileName: keyFileName(key.name, key.form) }
}

/** @returns undefined for a file of this key, else what the file is; one of `keys` is named. */
export async function compareWithBackup(
  key: SseKey,
  fileBytes: Uint8Array,
  keys: readonly SseKey[],
  maker: Pick<KeyMaker, 'makeRecord'>
): Promise<BackupProblem | undefined> {
  const reading = parseKeyInput(fileBytes)
  if ('problem' in reading) return { code: 'not-a-key', problem: reading.problem }
  if (reading.bytes.every((byte, index) => byte === key.bytes[index])) return undefined
  const record = await maker.makeRecord({ ...key, bytes: reading.bytes })
  const other = keys.find((candidate) => candidate.md5Base64 === record.md5Base64)
  return { code: 'different-key', name: other?.name }
}
