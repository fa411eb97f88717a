// Why writing an object anew from a page would lose something of it, in words; for an edit to be refused rather than to lose it.
import { codingsOf } from '../../domain/content-encoding'
import type { ObjectProperties } from '../../domain/object-entry'

const LARGE_OBJECT = 'It’s a Swift large object. Saving would replace it with the text alone.'

const OTHERS: Readonly<Record<string, string>> = {
  'x-amz-server-side-encryption': 'It is encrypted by a key of the gateway’s, which Lockgate cannot ask for again.',
  'x-amz-website-redirect-location': 'It is a redirect of a website, which saving would take away.',
  'x-amz-object-lock-mode': 'It is kept from deletion until a date, and a new version would not be.',
  'x-amz-object-lock-legal-hold': 'It is under a legal hold, and a new version would not be.',
  'x-object-manifest': LARGE_OBJECT,
  'x-object-meta-static-large-object': LARGE_OBJECT,
  'x-rgw-object-type': 'It is of a kind that other tools append to, and saving would end that.'
}

/** Header text travels as bytes; only these are the same to whoever signs, sends and stores them. */
const PLAIN = /^[\x20-\x7e]*$/
/** The gateway answers so for values with control characters, and takes it literally when it is sent back. */
const ENCODED_WORD = /=\?[^?]*\?[BbQq]\?[^?]*\?=/

/** @returns a sentence; undefined where everything can be carried over. */
export function describeNotKept(properties: ObjectProperties): string | undefined {
  const { metadata } = properties
  if (!properties.isWhole || properties.etag === undefined)
    return 'The gateway does not show this page every header of its answers (Access-Control-Expose-Headers lacks “*”), so metadata that cannot be seen here would be lost.'
  const codings = codingsOf(properties.contentEncoding)
  if (codings.length > 0)
    return `It’s stored with the content encoding “${codings.join(', ')}”, so its bytes aren’t the text itself.`
  const [other] = properties.others
  if (other !== undefined) return OTHERS[other] ?? `It has a property that saving would lose: ${other}.`
  const texts = {
    ...metadata,
    'content-type': properties.contentType,
    'cache-control': properties.cacheControl,
    'content-disposition': properties.contentDisposition,
    'content-language': properties.contentLanguage,
    expires: properties.expires
  }
  const odd = Object.entries(texts).find(([, value = '']) => !PLAIN.test(value) || ENCODED_WORD.test(value))
  return odd === undefined
    ? undefined
    : `Its metadata “${odd[0]}” holds characters beyond plain ASCII, which a browser cannot send back as they are.`
}
