// What was asked of the gateway is asked again when the network is back.
import type { AppError } from '../domain/app-error'
import type { App } from './app-context'

/** What the gateway said may no longer be so, or what it could not say it may now: until then places keep what they last knew. */
export function followNetwork({ network, buckets, listing, aclRecovery, pendingCopies }: App): void {
  const isUnanswered = (error: AppError | undefined): boolean =>
    error?.kind === 'offline' || error?.kind === 'unreachable'
  network.whenGone(() => Promise.all([buckets.reload(), listing.retry()]))
  network.whenBack(() => isUnanswered(buckets.list.error) && buckets.reload())
  network.whenBack(() => isUnanswered(listing.error) && listing.retry())
  network.whenBack(() => aclRecovery.retry())
  network.whenBack(() => pendingCopies.retry())
}
