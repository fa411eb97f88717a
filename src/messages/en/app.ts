// The frame around every place: start, navigation, updates.
import { formatCount, plural } from '../format'

export const app = {
  navigation: 'Navigation',
  skip: 'Skip to content',
  /** The palette: a field to go anywhere and do anything. */
  commands: 'Commands',
  shortcuts: 'Keyboard shortcuts',
  showShortcuts: 'Show shortcuts',
  showRequests: 'Show requests',
  /** As they are printed on keyboards. */
  keyNames: {
    Control: 'Ctrl',
    Shift: 'Shift',
    Alt: 'Alt',
    Enter: 'Enter',
    Space: 'Space',
    Delete: 'Del',
    Backspace: 'Backspace',
    Escape: 'Esc',
    ArrowUp: '↑',
    ArrowDown: '↓'
  },
  pinned: 'Pinned',
  recent: 'Recent',
  /** Read out between the names of a folder and its bucket. */
  inBucket: 'in',
  notBackedUp: (keys: number) => `${formatCount(keys)} not backed up`,
  bucketsUnknown: (title: string) => `Couldn’t load buckets: ${title}.`,
  profile: {
    label: (name: string | undefined) => `Profile: ${name ?? 'none'}. Switch profile`,
    notConnected: 'Not connected',
    manage: 'Manage profiles',
    status: { offline: 'offline', noAnswer: 'no readable response', failed: 'gateway error', refused: 'rejected' }
  },
  lostKeys: {
    label: 'Keys no longer stored',
    what: 'Browser storage was cleared while Lockgate was open.',
    backUpNow: 'Back up your keys now: only this tab’s memory still has them.',
    backedUp: 'backed up',
    notBackedUp: 'not backed up',
    saveFile: 'Save key file',
    storeAgain: 'Store key in this browser again',
    remove: 'Remove from this tab'
  },
  insecurePage: {
    label: 'Insecure page',
    what: 'Lockgate was loaded over plain HTTP: anyone on the network could change it and read what you enter.',
    remedy: 'Open Lockgate over HTTPS to add keys or profiles. Stored ones can still be backed up and removed.'
  },
  sharedOrigin: {
    label: 'Shared address',
    what: 'Lockgate and this gateway share one address.',
    meaning: 'Any web page stored on the gateway could read profiles and keys that this browser stores.',
    keepInTab: 'Keep the profile in this tab only'
  },
  storageBlocked: {
    label: 'Browser storage',
    what: 'This browser blocks storage for this site.',
    meaning: 'Profiles and keys are kept in this tab only: closing or reloading it deletes them.'
  },
  notice: {
    policyRestored: (bucket: string) => `The previous policy of ${bucket} was restored after an interrupted test.`,
    accessRestored: (key: string) => `Access settings of ${key} were restored after an interrupted save.`,
    accessRestoredOwner: (key: string, ownerId: string) =>
      `Access settings of ${key} were restored after an interrupted save. Its owner is now ${ownerId}.`,
    accessNotRestored: 'The gateway could not be reached. Try again later.'
  },
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
  },
  checkConnection: 'Check connection',
  /** An upload whose upload ID the gateway has lost. */
  uploadRestarted: (name: string) => `The gateway no longer has the sent parts of ${name}. The upload starts over.`
}
