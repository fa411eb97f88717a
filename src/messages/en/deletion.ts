// Deleting a selection, and what a delete marker hides.
import { formatCount, formatDateTime, formatSize, plural, pluralForm } from '../format'

const objects = (n: number): string => plural(n, { one: 'object', other: 'objects' })

export const deletion = {
  title: (selection: string) => `Delete ${selection}`,
  list: 'What will be deleted',
  folder: (objectCount: number, sizeBytes: number, isComplete: boolean) =>
    `${objects(objectCount)} · ${formatSize(sizeBytes)}${isComplete ? '' : ' so far'}`,
  counting: 'counting…',
  notCounted: 'not counted',
  countFirst: 'Nothing is deleted until everything has been counted.',
  versioningOn:
    'This bucket keeps versions: deleted objects are hidden by a delete marker, still use space and can be restored.',
  versioningSuspended:
    'Versioning is suspended: “null” versions (stored without versioning) are permanently deleted. Other versions stay.',
  versioningOff: 'This can’t be undone: the gateway keeps no copy.',
  versioningUnknown: 'Versioning status unknown. Assume this can’t be undone.',
  versioningAsked: 'Checking whether this bucket keeps versions…',
  large: (n: number) =>
    `Only the ${pluralForm(n, { one: 'manifest', other: 'manifests' })} of ${plural(n, { one: 'Swift large object is', other: 'Swift large objects are' })} deleted: the segments stay and use space.`,
  tooMany: 'Too many to list: anything added to these folders before deletion finishes is deleted too.',
  exact: 'Exactly these are deleted. Objects added to the folders from now on stay.',
  confirm: (objectCount: number) => `Delete ${objects(objectCount)}`,
  /** Nothing was counted yet. */
  confirmNothing: 'Delete',
  done: {
    delete: (n: number) => `${objects(n)} deleted`,
    hide: (n: number) => `${objects(n)} hidden by a delete marker`
  },
  noAnswer: 'Requests that got no response may still have succeeded. The listing shows what’s left.',
  retryFailed: (n: number) => `Retry ${formatCount(n)} failed`,
  showRest: 'Show what’s left',
  recoverable: {
    title: 'Deleted objects (recoverable)',
    what: 'Deleted objects stay recoverable behind a delete marker until their versions are deleted too.',
    none: 'No recoverable deleted objects in this folder.',
    noneYet: 'None found so far.',
    deletedAt: (ms: number) => `deleted ${formatDateTime(ms)}`,
    suspended: 'Versioning is suspended: a new upload of an object at the moment you restore it would be lost.',
    uploadedAgain: (ms: number, sizeBytes: number) =>
      `Not restored: {name} was uploaded again on ${formatDateTime(ms)}, ${formatSize(sizeBytes)}. Nothing was changed.`,
    deletedAgain: 'Not restored: {name} was deleted again since this list was loaded. Nothing was changed.',
    looking: 'Looking for deleted objects',
    stop: 'Stop looking',
    show: 'Show deleted objects',
    more: 'Look for more',
    unknown: 'Couldn’t check whether this bucket keeps deleted objects.'
  }
}
