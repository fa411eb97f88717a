// What is said when an ACL that a change reset was restored, or could not be.
import { visibleName } from '../../domain/invisible'
import { m } from '../../messages/messages'
import type { AclRecoveryListeners } from '../../state/acl-recovery.svelte'
import type { BucketFacts } from '../../state/bucket-facts'
import type { Notices } from '../../state/notices.svelte'

/** @param facts whose public marks are asked for again */
export function aclNotices(notices: Notices, facts: Pick<BucketFacts, 'noteObjectChange'>): AclRecoveryListeners {
  return {
    onRestored: ({ key, newOwnerId }) => {
      facts.noteObjectChange()
      const { accessRestored, accessRestoredOwner } = m.app.notice
      const name = visibleName(key)
      notices.say(newOwnerId === undefined ? accessRestored(name) : accessRestoredOwner(name, newOwnerId), 'good')
    },
    onNotRestored: () => notices.say(m.app.notice.accessNotRestored, 'bad')
  }
}
