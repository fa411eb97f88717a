// Whether a bucket takes encrypted uploads only, looked up once a second however many files begin: reading it for each took longer than
// sending a small one, and an answer of the last second is that of a file that began a moment before.
import type { Account } from '../domain/account'
import type { BucketSettingsStore } from '../domain/ports'

const MAX_AGE_MS = 1000

interface Answer {
  readonly askedAtMs: number
  readonly mustEncrypt: Promise<boolean>
}

/** For the port of transfers. Where settings can't be read it is false: the user was asked whether it is encrypted, and has said so. */
export function encryptionRules(
  settings: Pick<BucketSettingsStore, 'get'>,
  nowMs: () => number = Date.now
): (account: Account, bucket: string) => Promise<boolean> {
  const answers = new WeakMap<Account, Map<string, Answer>>()
  return (account, bucket) => {
    const ofAccount = answers.get(account) ?? new Map<string, Answer>()
    answers.set(account, ofAccount)
    const last = ofAccount.get(bucket)
    const askedAtMs = nowMs()
    // A clock that was put back must not keep an answer for longer.
    if (last !== undefined && Math.abs(askedAtMs - last.askedAtMs) < MAX_AGE_MS) return last.mustEncrypt
    const mustEncrypt = settings.get(account, bucket).then(
      ({ encryption }) => encryption !== undefined,
      () => {
        ofAccount.delete(bucket)
        return false
      }
    )
    ofAccount.set(bucket, { askedAtMs, mustEncrypt })
    return mustEncrypt
  }
}
