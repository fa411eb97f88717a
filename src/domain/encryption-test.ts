// What a gateway did with uploads that tried it: the proof of "only encrypted uploads", and the words for it.

/**
 * `plain` and `plain-parts`: without any encryption. `aes256`: only says `x-amz-server-side-encryption: AES256`, which some
 * gateways take and ignore. `key` and `key-parts`: encrypted with a key of the person's (SSE-C).
 */
export type EncryptionUploadKind = 'plain' | 'plain-parts' | 'aes256' | 'key' | 'key-parts'

export const ENCRYPTION_UPLOAD_KINDS: readonly EncryptionUploadKind[] = [
  'plain',
  'plain-parts',
  'aes256',
  'key',
  'key-parts'
]

/** `refused`: by the gateway. `clear`: stored, and opens without a key. `encrypted`: stored, refused without its key, opened with it. */
export type EncryptionUploadResult = 'refused' | 'clear' | 'encrypted'

/** Of every kind that was tried, in one state of the policy. */
export type EncryptionTest = Readonly<Record<EncryptionUploadKind, EncryptionUploadResult>>

/** Whether a result is what "only encrypted uploads" asks for. */
export function isAsEnforced(kind: EncryptionUploadKind, result: EncryptionUploadResult): boolean {
  if (kind === 'key' || kind === 'key-parts') return result === 'encrypted'
  return kind === 'aes256' ? result !== 'clear' : result === 'refused'
}

/** True when the gateway refused all that is not encrypted with the person's key, and took what is. */
export function isEnforced(findings: EncryptionTest): boolean {
  return ENCRYPTION_UPLOAD_KINDS.every((kind) => isAsEnforced(kind, findings[kind]))
}

/** What was seen, in a sentence or two, whatever it was. */
export function describeEncryptionTest(findings: EncryptionTest): string {
  const { plain, 'plain-parts': parts, aes256, key, 'key-parts': keyParts } = findings
  if (isEnforced(findings)) return 'It refuses what is not encrypted with a key of yours, and takes what is.'
  const takesKeys = key === 'encrypted' && keyParts === 'encrypted'
  const onKeys = takesKeys ? '' : ' Uploads that are encrypted with a key of yours are not taken as they should be.'
  if (plain === 'clear') return `Plain uploads are not refused: one was stored in the clear.${onKeys}`
  if (plain === 'encrypted') return `Plain uploads are not refused, though one did not open without a key.${onKeys}`
  if (key === 'refused' && keyParts === 'refused' && aes256 === 'refused')
    return 'It refuses every upload, also those that are encrypted with a key of yours.'
  const sentences = ['It refuses plain uploads.']
  if (parts !== 'refused') sentences.push('Large ones, sent in parts, are still stored in the clear.')
  if (aes256 === 'clear') sentences.push('One that only says AES256 is taken, and stored in the clear.')
  return sentences.join(' ') + onKeys
}
