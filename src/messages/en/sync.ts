// Syncing a folder on the user's device with a prefix: compared, planned, and only then carried out.
import { formatCount, formatList, formatSize, plural } from '../format'

const files = (n: number): string => plural(n, { one: 'file', other: 'files' })
const objects = (n: number): string => plural(n, { one: 'object', other: 'objects' })

export const sync = {
  open: 'Sync with a folder on this device…',
  openShort: 'Sync…',
  title: (place: string) => `Sync ${place} with a folder`,
  about: 'Lockgate compares the folder with the bucket and shows what it would do. Nothing changes until you start it.',
  choose: 'Choose folder',
  chooseOther: 'Choose another folder',
  folderInput: 'Folder to compare',
  readOnly:
    'This browser can only read folders, so files can be uploaded, not downloaded. Chrome and Edge can do both.',
  dropped:
    'A dropped folder can only be read, so files can only be uploaded. Choose it with the button to download too.',
  notOneFolder: 'Choose or drop exactly one folder with files in it.',
  orDrop: 'Or drop a folder here: then files can only be uploaded.',
  comparing: (folder: string) => `Comparing ${folder}`,
  counts: (read: number, listed: number) => `${files(read)} on this device, ${objects(listed)} in the bucket`,
  compared: (count: number, of: number) => `${formatCount(count)} of ${formatCount(of)} compared`,
  again: 'Compare again',
  direction: {
    label: 'Direction',
    up: 'To the bucket',
    down: 'To this device',
    both: 'Both ways',
    about: {
      up: 'Uploads what is new or changed on this device. What is newer in the bucket stays.',
      down: 'Downloads what is new or changed in the bucket. What is newer on this device stays.',
      both: 'Transfers what is new or changed on either side. Where both changed, you choose. Nothing is deleted.'
    }
  },
  groups: 'Show',
  allGroups: 'All differences',
  group: {
    'upload-new': 'Upload new',
    'upload-changed': 'Upload changed',
    'download-new': 'Download new',
    'download-changed': 'Download changed',
    'delete-remote': 'Delete in the bucket',
    'delete-local': 'Delete on this device',
    'only-local': 'Only on this device',
    'only-remote': 'Only in the bucket',
    ask: 'You choose',
    same: 'Same',
    impossible: 'Not possible'
  },
  sum: (count: number, sizeBytes: number) => `${formatCount(count)} · ${formatSize(sizeBytes)}`,
  filter: 'Filter by name',
  table: {
    label: 'What the sync does',
    name: 'Name',
    action: 'Action',
    local: 'This device',
    remote: 'Bucket'
  },
  newer: 'newer',
  leave: 'Leave as is',
  choice: {
    upload: 'Use this device’s',
    download: 'Use the bucket’s'
  },
  bring: {
    upload: 'Upload',
    download: 'Download'
  },
  deletedBefore: {
    local: 'deleted in the bucket since the last sync',
    remote: 'deleted on this device since the last sync'
  },
  asks: (n: number) =>
    `${plural(n, { one: 'file differs', other: 'files differ' })} and may have changed on both sides. Left as is until you choose.`,
  useNewer: 'Use the newer for all',
  leaveAll: 'Leave all as is',
  problem: {
    'name-collision': (others: readonly string[]) => `Differs only in case or accents from ${formatList(others)}`,
    'file-and-folder': 'Is a file on one side and a folder on the other',
    'name-refused': 'This name isn’t possible on the other side',
    unreadable: 'Can’t be read on this device',
    'large-object': 'Swift large object: not replaced, because its segments would stay'
  },
  deletes: {
    up: (n: number) => `Also delete what is missing on this device (${objects(n)})`,
    down: (n: number) => `Also delete what is missing in the bucket (${files(n)})`
  },
  confirm: {
    up: (n: number) => `${objects(n)} missing on this device will be deleted in the bucket.`,
    down: (n: number) => `${files(n)} missing in the bucket will be deleted on this device.`,
    when: 'Deleted last, after everything else has arrived. What changed since the comparison is not deleted.',
    everything: 'Nothing would be left on that side. Check that you chose the right folder.',
    submit: (n: number) => `Start and delete ${formatCount(n)}`
  },
  overwrites: 'Replaced objects become private until you share them again, and lose their other metadata.',
  dates: 'Browsers can’t set the date of a file: downloaded files get today’s. Lockgate remembers that they match.',
  nothing: 'Both sides are the same. Nothing to do.',
  nothingHere: 'Nothing to do in this direction.',
  noMatch: 'No row matches the filter.',
  start: (uploads: number, downloads: number) =>
    uploads > 0 && downloads > 0
      ? `Upload ${formatCount(uploads)}, download ${formatCount(downloads)}`
      : downloads > 0
        ? `Download ${files(downloads)}`
        : `Upload ${files(uploads)}`,
  startPlain: 'Start',
  label: (folder: string) => `Sync with ${folder}`,
  deleting: (n: number) => `Sync: deleting ${formatCount(n)}…`,
  done: (transferred: number, deleted: number) =>
    `Sync done: ${formatList([`${files(transferred)} transferred`, ...(deleted > 0 ? [`${formatCount(deleted)} deleted`] : [])])}`,
  notDeleted: (n: number, first: string) =>
    `${formatCount(n)} not deleted by the sync (first: ${first}): changed since the comparison, or deletion failed.`
}
