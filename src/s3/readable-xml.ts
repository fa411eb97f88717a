// Makes a gateway's XML readable for browsers. A listing by a prefix with control characters quotes that prefix, and the token
// of the next page, as references that XML 1.0 does not have; DOMParser refuses the whole page, whose keys are well encoded.
import { AppError } from '../domain/app-error'
import { MAX_SILENCE_MS } from '../domain/within-time'
import { readUntilSilent } from './read-until-silent'
import { streamOf } from './text-stream'
import type { HandlerOptions, WireAnswer } from './sdk-types'

/** Stands for each character that XML cannot hold. */
export const LOST = '\ufffd'

// https://www.w3.org/TR/xml/#charsets: tab, line feed and carriage return are the only control characters there are.
const UNREADABLE = /[\0-\x08\x0b\x0c\x0e-\x1f]|&#(?:x0*(?:[0-8bcef]|1[0-9a-f])|0*(?:[0-8]|1[124-9]|2\d|3[01]));/gi

/** A thousand of the longest names, escaped, come to half of it. */
const MAX_BODY_BYTES = 16 * 1024 * 1024

/**
 * Replaces the body of an answer that is no object, in place: whole, of a size that S3 answers have, and without the blanks that keep
 * a long answer's connection open. Rejects with a TypeError, as its stream does when the connection breaks, also when it falls silent
 * or the text ends before its root does: a proxy may have closed it as if it were whole. Rejects `not-s3` for what no S3 writes.
 * @param isDocument an answer that succeeds says something, else it rejects `not-s3`: to the SDK an empty one is one in which all
 * that is optional is absent
 */
export async function makeXmlReadable(
  { response }: WireAnswer,
  {
    isDocument = false,
    readDocument,
    maxSilenceMs = MAX_SILENCE_MS
  }: Pick<HandlerOptions, 'isDocument' | 'readDocument' | 'maxSilenceMs'> = {}
): Promise<void> {
  const { headers, body } = response
  const status = response.statusCode
  const isXml = /^(application|text)\/xml/i.test(headers['content-type'] ?? '')
  const isEmpty = headers['content-length'] === '0'
  const text = isEmpty ? '' : await readText(body as BodyInit | null | undefined, maxSilenceMs)
  // With a DOCTYPE a parser may be busy for as long as the sender likes; S3 writes none.
  if (text === undefined || (/^\s*</.test(text) && /<!(doctype|entity)/i.test(text))) {
    if (status < 300) throw new AppError('not-s3', { status, reason: 'unreadable-xml' })
    headers['content-type'] = 'text/html' // a page of someone's: only its status tells something
    response.body = streamOf('')
    return
  }
  if (isDocument && status < 300 && text.trim() === '') throw new AppError('not-s3', { status })
  if (!isXml && !isDocument) {
    response.body = streamOf(text)
    return
  }
  // A policy comes as JSON, though it is announced as XML.
  if (/^\s*</.test(text) && !isEnded(text)) throw new TypeError('The answer ends in the middle')
  // A gateway that has started its answer can no longer change the status. The SDK looks for that in some operations only.
  if (status < 300 && /^\s*(<\?xml[^>]*>\s*)?<Error[\s>]/.test(text)) response.statusCode = 500
  const isRead = response.statusCode < 300 && readDocument?.(text) === true
  response.body = streamOf(isRead ? '' : replaceUnreadable(text.trimStart()))
}

function isEnded(text: string): boolean {
  const lastTag = text.slice(text.lastIndexOf('<')).trimEnd()
  return /^<(\/[^<>]+|[^<>]*\/)>$/.test(lastTag)
}

/** @returns undefined for a body that is longer than any of S3's; the rest of it is not fetched. */
async function readText(body: BodyInit | null | undefined, maxSilenceMs: number): Promise<string | undefined> {
  const decoder = new TextDecoder()
  let text = ''
  let sizeBytes = 0
  for await (const piece of readUntilSilent(new Response(body ?? null).body, maxSilenceMs)) {
    sizeBytes += piece.byteLength
    if (sizeBytes > MAX_BODY_BYTES) return undefined
    text += decoder.decode(piece, { stream: true })
  }
  return text + decoder.decode()
}

/** Whether XML can hold the text: without control characters, noncharacters and halves of characters. */
export function isXmlText(text: string): boolean {
  return replaceUnreadable(text) === text && !/[\ufffe\uffff]/.test(text) && text.isWellFormed()
}

/** The text with {@link LOST} for whatever no XML parser takes. */
export function replaceUnreadable(text: string): string {
  return text.replace(UNREADABLE, LOST)
}
