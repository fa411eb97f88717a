// What has been seen of an object's encryption. Nothing here is believed: it was observed, at a time.
import { accountKey, type Account } from './account'

/**
 * `encrypted`: refused without a key and opened with one of ours. `encrypted-unknown`: refused without a key, none of
 * ours that may be tried opened it. `clear`: answered without a key. `unknown`: could not be seen, with the reason.
 */
export type EncryptionObservation =
  | { readonly state: 'encrypted'; readonly keyId: string; readonly seenAtMs: number }
  | { readonly state: 'encrypted-unknown'; readonly seenAtMs: number }
  | { readonly state: 'clear'; readonly seenAtMs: number }
  | { readonly state: 'unknown'; readonly reason: UnconfirmedReason }

/** Why something about an object could not be seen. */
export type UnconfirmedReason =
  | 'no-answer' // or one that this page may not read
  | 'offline'
  | 'gateway-failed'
  | 'access-denied'
  | 'not-found'
  | 'name-refused' // no browser can request it
  | 'inconclusive'
  | 'cancelled'

/** Which object, in which state of it, an observation is about. */
export interface EncryptionSubject {
  readonly account: Account
  readonly bucket: string
  readonly key: string
  readonly etag: string
  readonly modifiedAtMs: number
}

/** One name for one subject, for as long as the page is open. */
export function nameOfSubject({ account, bucket, key, etag, modifiedAtMs }: EncryptionSubject): string {
  return accountKey(account.credentialsId, bucket, key, etag, modifiedAtMs)
}
