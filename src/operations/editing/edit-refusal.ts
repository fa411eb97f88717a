// What a browser would lose of an object by overwriting it: then an edit is refused.
import { codingsOf } from '../../domain/content-encoding'
import type { EditRefusal, EditRefusalCode } from '../../domain/editing'
import { isHeaderText } from '../../domain/header-text'
import type { ObjectProperties } from '../../domain/object-entry'

const REFUSED_HEADERS: Readonly<Record<string, EditRefusalCode>> = {
  'x-amz-server-side-encryption': 'gateway-encryption',
  'x-amz-website-redirect-location': 'website-redirect',
  'x-amz-object-lock-mode': 'retention',
  'x-amz-object-lock-legal-hold': 'legal-hold',
  'x-object-manifest': 'large-object',
  'x-object-meta-static-large-object': 'large-object',
  'x-rgw-object-type': 'appendable'
}

/** @returns undefined where everything can be carried over. */
export function editRefusalOf(properties: ObjectProperties): EditRefusal | undefined {
  const { metadata } = properties
  if (!properties.isWhole || properties.etag === undefined) return { code: 'hidden-headers' }
  const codings = codingsOf(properties.contentEncoding)
  if (codings.length > 0) return { code: 'content-encoding', name: codings.join(', ') }
  const [other] = properties.others
  if (other !== undefined) {
    const code = REFUSED_HEADERS[other]
    return code === undefined ? { code: 'other-property', name: other } : { code }
  }
  const texts = {
    ...metadata,
    'content-type': properties.contentType,
    'cache-control': properties.cacheControl,
    'content-disposition': properties.contentDisposition,
    'content-language': properties.contentLanguage,
    expires: properties.expires
  }
  const odd = Object.entries(texts).find(([, value = '']) => !isHeaderText(value))
  return odd === undefined ? undefined : { code: 'not-ascii', name: odd[0] }
}
