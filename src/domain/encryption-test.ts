// What a gateway did with uploads that tried it: the proof of "only encrypted uploads", and the words for it.

/**
 * `plain` and `plain-parts`: without any encryption. `aes256`: only says `x-amz-server-side-encryption: AES256`, which some
 * gateways take and ignore. `key` and `key-parts`: encrypted with a key of the person's (SSE-C).
 */
export type EncryptionProbeKind = 'plain' | 'plain-parts' | 'aes256' | 'key' | 'key-parts'

export const PROBE_KINDS: readonly EncryptionProbeKind[] = ['plain', 'plain-parts', 'aes256', 'key', 'key-parts']

/** `refused`: by the gateway. `clear`: stored, and opens without a key. `encrypted`: stored, refused without its key, opened with it. */
export type EncryptionProbeResult = 'refused' | 'clear' | 'encrypted'

/** Of every kind that was tried, in one state of the policy. */
export type EncryptionFindings = Readonly<Record<EncryptionProbeKind, EncryptionProbeResult>>

/** Whether a result is what "only encrypted uploads" asks for. */
export function isAsForced(kind: EncryptionProbeKind, result: EncryptionProbeResult): boolean {
  if (kind === 'key' || kind === 'key-parts') return result === 'encrypted'
  return kind === 'aes256' ? result !== 'clear' : result === 'refused'
}

/** True when the gateway refused all that is not encrypted with the person's key, and took what is. */
export function isForced(findings: EncryptionFindings): boolean {
  return PROBE_KINDS.every((kind) => isAsForced(kind, findings[kind]))
}

/** What was seen, in a sentence or two, whatever it was. */
export function describeFindings(findings: EncryptionFindings): string {
  const { plain, 'plain-parts': parts, aes256, key, 'key-parts': keyParts } = findings
  if (isForced(findings)) return 'It refuses what is not encrypted with a key of yours, and takes what is.'
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
