// What a gateway does with test uploads, and what that shows about required encryption.

/**
 * `plain` and `plain-parts`: without any encryption. `aes256`: only says `x-amz-server-side-encryption: AES256`, which some
 * gateways accept and ignore. `key` and `key-parts`: encrypted with a customer key (SSE-C).
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

/** One result for each kind, under one policy. */
export type EncryptionTest = Readonly<Record<EncryptionUploadKind, EncryptionUploadResult>>

/** Whether a result is what required encryption asks for. */
export function isAsEnforced(kind: EncryptionUploadKind, result: EncryptionUploadResult): boolean {
  if (kind === 'key' || kind === 'key-parts') return result === 'encrypted'
  return kind === 'aes256' ? result !== 'clear' : result === 'refused'
}

/** True when the gateway refused whatever was not encrypted, and accepted what was encrypted with a key. */
export function isEnforced(test: EncryptionTest): boolean {
  return ENCRYPTION_UPLOAD_KINDS.every((kind) => isAsEnforced(kind, test[kind]))
}

export type EncryptionTestFinding =
  | 'enforced'
  | 'all-refused'
  | 'plain-refused'
  | 'plain-stored'
  | 'plain-encrypted'
  | 'parts-stored'
  | 'parts-encrypted'
  | 'aes256-stored'
  | 'keys-failed'

/** What a test showed, in the order of its sentences. */
export function summarizeEncryptionTest(test: EncryptionTest): readonly EncryptionTestFinding[] {
  const { plain, 'plain-parts': parts, aes256, key, 'key-parts': keyParts } = test
  if (isEnforced(test)) return ['enforced']
  const ofKeys: readonly EncryptionTestFinding[] =
    key === 'encrypted' && keyParts === 'encrypted' ? [] : ['keys-failed']
  if (plain === 'clear') return ['plain-stored', ...ofKeys]
  if (plain === 'encrypted') return ['plain-encrypted', ...ofKeys]
  if ([parts, aes256, key, keyParts].every((one) => one === 'refused')) return ['all-refused']
  const findings: EncryptionTestFinding[] = ['plain-refused']
  if (parts !== 'refused') findings.push(parts === 'clear' ? 'parts-stored' : 'parts-encrypted')
  if (aes256 === 'clear') findings.push('aes256-stored')
  return [...findings, ...ofKeys]
}
