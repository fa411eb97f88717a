// What belongs to the profile in use is shown as soon as it is another: its buckets, its bookmarks, and what a closed page has left
// unfinished on its gateway.
import type { Gateway } from '../domain/gateway'
import type { AclRecoveryState } from './acl-recovery.svelte'
import type { BookmarksState } from './bookmarks.svelte'
import type { BucketFacts } from './bucket-facts'
import type { Buckets } from './buckets.svelte'
import type { PendingCopiesState } from './pending-copies.svelte'
import type { Session } from './session.svelte'

interface Followers {
  readonly buckets: Pick<Buckets, 'show'>
  readonly places: Pick<BookmarksState, 'show'>
  readonly facts: Pick<BucketFacts, 'recoverPolicies'>
  readonly aclRecovery: Pick<AclRecoveryState, 'show'>
  readonly pendingCopies: Pick<PendingCopiesState, 'show'>
}

/** @returns ends it. */
export function followSession(
  session: Session,
  { buckets, places, facts, aclRecovery, pendingCopies }: Followers
): () => void {
  let recovered: { readonly gateway: Gateway; readonly accountId: string } | undefined

  function follow(): void {
    const { gateway, account } = session
    buckets.show(gateway)
    places.show(account && { account, isRemembered: session.isRemembered(account) })
    if (gateway === undefined) return
    // Once the user is known, the entries that they left with other credentials are found too.
    const accountId = gateway.storage.account.id
    if (gateway === recovered?.gateway && accountId === recovered.accountId) return
    recovered = { gateway, accountId }
    void facts.recoverPolicies(gateway).catch(() => undefined)
    void aclRecovery.show(gateway)
    void pendingCopies.show(gateway)
  }

  follow()
  return session.onChange(follow)
}
