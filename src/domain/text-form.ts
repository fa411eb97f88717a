// The text of a textarea and the exact bytes behind it. Bytes that could not be restored exactly are refused.

/** What a textarea loses and `writeText` restores. */
export interface TextForm {
  readonly hasBom: boolean
  readonly lineEnd: '\n' | '\r\n' | '\r'
}

export type TextReading =
  | { readonly kind: 'text'; readonly text: string; readonly form: TextForm }
  | { readonly kind: 'refused'; readonly reason: 'not-utf8' | 'has-nul' | 'mixed-line-ends' }

const BOM = '\ufeff'

/** @returns the text with `\n` alone as its line end, as a textarea has it: https://html.spec.whatwg.org/#textarea-line-break-normalisation-transformation */
export function readText(bytes: Uint8Array): TextReading {
  let whole: string
  try {
    whole = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return { kind: 'refused', reason: 'not-utf8' }
  }
  if (whole.includes('\0')) return { kind: 'refused', reason: 'has-nul' } // UTF-16, most often
  const hasBom = whole.startsWith(BOM)
  const body = hasBom ? whole.slice(1) : whole
  const ends = new Set(body.match(/\r\n|\r|\n/g))
  if (ends.size > 1) return { kind: 'refused', reason: 'mixed-line-ends' }
  const [lineEnd = '\n'] = ends as Set<TextForm['lineEnd']>
  return { kind: 'text', text: body.replaceAll(lineEnd, '\n'), form: { hasBom, lineEnd } }
}

export function writeText(text: string, { hasBom, lineEnd }: TextForm): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode((hasBom ? BOM : '') + text.replaceAll('\n', lineEnd))
}
