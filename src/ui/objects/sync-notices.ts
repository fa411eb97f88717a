// What is said of a sync after its dialog has closed.
import { visibleName } from '../../domain/invisible'
import { m } from '../../messages/messages'
import type { Listing } from '../../state/listing.svelte'
import type { Notices } from '../../state/notices.svelte'
import type { SyncsDeps } from '../../state/syncs'

/** @param listing the one that is shown; what was deleted is no longer in it */
export function syncNotices(notices: Notices, listing: () => Listing): Pick<SyncsDeps, 'onDeleting' | 'onEnd'> {
  return {
    onDeleting: (count) => notices.say(m.sync.deleting(count)),
    onEnd: ({ order, deletedCount, failures }) => {
      if (deletedCount > 0) void listing().reload()
      notices.say(m.sync.done(order.uploads.length + order.downloads.length, deletedCount), 'good')
      const [first] = failures
      if (first !== undefined) notices.say(m.sync.notDeleted(failures.length, visibleName(first.path)), 'bad')
    }
  }
}
