// The versions of one object, and restoring one.
import { formatDateTime } from '../format'

export const versions = {
  title: 'Versions',
  denied: 'You don’t have permission to see whether this bucket keeps versions.',
  unknown: (reason: string) => `Versioning status unknown: ${reason}.`,
  on: 'This bucket keeps versions. Deleting the object adds a delete marker; its versions stay and use space.',
  suspended: 'Versioning is suspended: older versions stay, and every new write replaces the “null” version.',
  latest: 'Latest',
  deleteMarker: 'Delete marker',
  restoreOf: (ms: number) => `Restore the version of ${formatDateTime(ms)}`,
  download: 'Download this version',
  codeOf: (ms: number) => `Code for the version of ${formatDateTime(ms)}`,
  downloadOf: (ms: number) => `Download the version of ${formatDateTime(ms)}`,
  older: 'Show older versions',
  replacesNull: (ms: number) =>
    `The “null” version of ${formatDateTime(ms)} is overwritten by a copy of this one and permanently lost.`,
  keepsCurrent: 'A copy of this version becomes the latest. The current one stays as a version.',
  restoresSettings: 'Access, metadata and tags of this version are restored; the object is briefly private.',
  restore: 'Restore this version',
  restoring: 'Restoring…',
  restored: (ms: number) =>
    `The version of ${formatDateTime(ms)} is the latest again; the gateway reports the same checksum.`,
  notVerified: 'The version was copied. Its data and access could not be verified; it may be private now.',
  showCurrent: 'Show the current object',
  cannotCopy:
    'This gateway can’t copy encrypted objects. Nothing was changed. Download this version and upload it with its key.',
  reload: 'Reload versions'
}
