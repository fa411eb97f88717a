// Why an object cannot be edited without losing something of it, and what an overwritten one may differ in.
import type { TextReading } from './text-form'

export type EditRefusalCode =
  | 'encryption-unknown'
  | 'requires-encryption'
  | 'too-large'
  | 'hidden-headers'
  | 'tags-unreadable'
  | 'acl-unreadable'
  | 'content-encoding'
  | 'large-object'
  | 'gateway-encryption'
  | 'website-redirect'
  | 'retention'
  | 'legal-hold'
  | 'appendable'
  | 'other-property'
  | 'not-ascii'
  | Extract<TextReading, { kind: 'refused' }>['reason']

export interface EditRefusal {
  readonly code: EditRefusalCode
  /** Of `content-encoding` the codings, of `other-property` and `not-ascii` the header. */
  readonly name?: string
}

/** What an object has beside its bytes, and must have after it was overwritten. */
export type ComparedAttribute =
  | 'contentType'
  | 'contentEncoding'
  | 'cacheControl'
  | 'contentDisposition'
  | 'contentLanguage'
  | 'expires'
  | 'storageClass'
  | 'metadata'
  | 'tags'

/** In the order of the report. */
export const COMPARED_HEADERS = [
  'contentType',
  'contentEncoding',
  'cacheControl',
  'contentDisposition',
  'contentLanguage',
  'expires'
] as const satisfies readonly ComparedAttribute[]
