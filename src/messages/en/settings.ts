import { formatDate, formatSize } from '../format'

export const settings = {
  title: 'Settings',
  addProfile: 'Add profile',
  profiles: {
    title: 'Profiles',
    none: 'No profiles yet. A profile is a gateway and your credentials for it.',
    inUse: 'in use',
    remembered: 'remembered in this browser',
    thisTabOnly: 'this tab only',
    use: 'Use',
    change: 'Edit',
    duplicate: 'Duplicate',
    export: 'Export',
    onDevice: 'Other device',
    copyOf: (name: string) => `${name} (copy)`,
    checked: (atMs: number, isGood: boolean) =>
      `Connection checked ${formatDate(atMs)}: ${isGood ? 'no problems found' : 'problems found'}`,
    remove: 'Remove'
  },
  removeProfile: {
    title: (name: string) => `Remove ${name}`,
    what: 'The profile and its access key are removed from this browser. Your data, encryption keys and bucket settings stay.',
    forgetBookmarks: 'Also remove its pinned and recent folders from this browser',
    cancel: 'Cancel',
    confirm: 'Remove profile'
  },
  language: 'Language',
  languageFailed: 'This language could not be loaded. Check your connection and try again.',
  browser: {
    title: 'This browser',
    persistent: 'This browser keeps Lockgate’s data until you delete it.',
    unknown: 'Lockgate doesn’t know yet whether this browser keeps its data.',
    warning: {
      'private-window':
        'This looks like a private window: keys and profiles are deleted when it closes. Back up every key.',
      'not-persisted': 'This browser may delete stored keys when the disk is full. Back up every key.'
    }
  },
  version: {
    title: 'About Lockgate',
    version: (version: string) => `Version ${version}`,
    development: 'Development build',
    kept: (sizeBytes: number) =>
      `Lockgate is stored in this browser (${formatSize(sizeBytes)}) and opens offline, with your keys.`,
    beginning: 'Lockgate is being stored in this browser so that it opens offline.',
    incomplete: 'The browser deleted part of the offline copy. It will be stored again when you next start online.',
    failed: 'Lockgate could not be stored for offline use. Your keys are stored.',
    notOffered: 'Offline use requires HTTPS.',
    check: 'Check for updates',
    checking: 'Checking for updates…',
    current: 'You have the latest version.',
    noAnswer: 'The update check got no response. Try again when you’re online.',
    downloadFailed: 'The update could not be downloaded. You’re still on the current version; try again later.',
    licenses: 'Open-source licenses',
    loadingLicenses: 'Loading licenses…',
    licensesFailed: 'The licenses could not be loaded. Close this and open it again to retry.'
  }
}
