// What can be shown as code of buckets and their settings.
import type { CannedAcl } from '../acl'
import type { UnfinishedUpload } from '../bucket'
import type { CorsRule } from '../cors'

export type BucketTask =
  | { readonly kind: 'list-buckets' }
  | {
      readonly kind: 'create-bucket'
      readonly bucket: string
      readonly acl: CannedAcl
      readonly placement?: string | undefined
    }
  | { readonly kind: 'delete-bucket'; readonly bucket: string }
  | { readonly kind: 'read-policy' | 'delete-policy'; readonly bucket: string }
  /** `json`: an object. */
  | { readonly kind: 'set-policy'; readonly bucket: string; readonly json: string }
  | { readonly kind: 'read-cors' | 'delete-cors'; readonly bucket: string }
  /** At least one rule; all others are lost. */
  | { readonly kind: 'set-cors'; readonly bucket: string; readonly rules: readonly CorsRule[] }
  | { readonly kind: 'list-uploads'; readonly bucket: string }
  | {
      readonly kind: 'abort-uploads'
      readonly bucket: string
      readonly uploads: readonly Pick<UnfinishedUpload, 'key' | 'uploadId'>[]
    }
