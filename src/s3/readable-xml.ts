// Makes a gateway's XML readable for browsers. A listing by a prefix with control characters quotes that prefix, and the token
// of the next page, as references that XML 1.0 does not have; DOMParser refuses the whole page, whose keys are well encoded.
import { AppError } from '../domain/app-error'
import type { WireAnswer } from './wire'

/** Stands for each character that XML cannot hold. */
export const LOST = '\ufffd'

// https://www.w3.org/TR/xml/#charsets: tab, line feed and carriage return are the only control characters there are.
const UNREADABLE = /[\0-\x08\x0b\x0c\x0e-\x1f]|&#(?:x0*(?:[0-8bcef]|1[0-9a-f])|0*(?:[0-8]|1[124-9]|2\d|3[01]));/gi

/**
 * Replaces the body of an answer in XML, in place, without the blanks that keep a long answer's connection open. Rejects with a TypeError, as its stream does when the connection breaks, also
 * when the text ends before its root does: a proxy may have closed it as if it were whole.
 * @param isDocument an answer that succeeds says something, else it rejects `not-s3`: to the SDK an empty one is one in which all
 * that is optional is absent
 */
export async function makeXmlReadable({ response }: WireAnswer, isDocument = false): Promise<void> {
  const { headers, body } = response
  const isXml = /^(application|text)\/xml/i.test(headers['content-type'] ?? '')
  if (!isXml && !isDocument) return
  const text = await new Response((body ?? null) as BodyInit | null).text()
  if (isDocument && response.statusCode < 300 && text.trim() === '')
    throw new AppError('not-s3', { status: response.statusCode })
  // A policy comes as JSON, though it is announced as XML.
  if (/^\s*</.test(text) && !/(<\/[^<>]+|\/)>\s*$/.test(text)) throw new TypeError('The answer ends in the middle')
  // A gateway that has begun its answer can no longer change the status. The SDK looks for that in some operations only.
  if (response.statusCode < 300 && /^\s*(<\?xml[^>]*>\s*)?<Error[\s>]/.test(text)) response.statusCode = 500
  response.body = new Blob([replaceUnreadable(text.trimStart())]).stream()
}

/** Whether XML can hold the text: without control characters, noncharacters and halves of characters. */
export function isXmlText(text: string): boolean {
  return replaceUnreadable(text) === text && !/[\ufffe\uffff]/.test(text) && text.isWellFormed()
}

/** The text with {@link LOST} for whatever no XML parser takes. */
export function replaceUnreadable(text: string): string {
  return text.replace(UNREADABLE, LOST)
}
