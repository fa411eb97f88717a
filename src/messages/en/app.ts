// The frame around every place: start, navigation, updates.
import { plural } from '../format'

export const app = {
  update: {
    label: 'New version',
    ready: 'A new version of Lockgate is ready.',
    updatedElsewhere: 'Lockgate was updated in another tab. Reload to use the new version.',
    load: 'Reload to update',
    hide: 'Hide; the update stays available in Settings',
    waitsForTransfers: 'Available when the transfers in this tab have finished.',
    waitsForWork: 'Available when the operations in this tab have finished.',
    loading: 'Loading; this can take half a minute.',
    otherTabBusy: 'Another tab is still busy. Nothing was loaded; try again later.',
    failed: 'The update could not be loaded. You’re still on the current version; try again later.',
    losesFailed: (count: number) =>
      `${plural(count, { one: 'failed transfer', other: 'failed transfers' })} will be lost.`
  }
}
