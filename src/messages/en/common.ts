// Words that many places share, and those of the shared components.
import type { AppErrorReason } from '../../domain/app-error'
import { formatCount, formatDateTime, formatDuration, plural } from '../format'

const progress = (done: number, total: number | undefined): string =>
  total === undefined ? formatCount(done) : `${formatCount(done)} of ${formatCount(total)}`

const failedObjects = (n: number): string => `${plural(n, { one: 'object', other: 'objects' })} failed`

export const common = {
  add: 'Add',
  back: 'Back',
  cancel: 'Cancel',
  change: 'Change',
  close: 'Close',
  code: 'Code',
  continue: 'Continue',
  copied: 'Copied',
  copy: 'Copy',
  create: 'Create',
  delete: 'Delete',
  details: 'Details',
  dismiss: 'Dismiss',
  download: 'Download',
  edit: 'Edit',
  hide: 'Hide',
  loading: 'Loading…',
  more: 'More',
  next: 'Next',
  none: 'none',
  open: 'Open',
  remove: 'Remove',
  restore: 'Restore',
  retry: 'Retry',
  save: 'Save',
  show: 'Show',
  stop: 'Stop',
  undo: 'Undo',
  unknown: 'unknown',
  upload: 'Upload',
  buckets: 'Buckets',
  keys: 'Keys',
  name: 'Name',
  size: 'Size',
  modified: 'Modified',
  settings: 'Settings',
  transfers: 'Transfers',
  count: {
    buckets: (n: number) => plural(n, { one: 'bucket', other: 'buckets' }),
    files: (n: number) => plural(n, { one: 'file', other: 'files' }),
    folders: (n: number) => plural(n, { one: 'folder', other: 'folders' }),
    keys: (n: number) => plural(n, { one: 'key', other: 'keys' }),
    objects: (n: number) => plural(n, { one: 'object', other: 'objects' }),
    versions: (n: number) => plural(n, { one: 'version', other: 'versions' }),
    /** After a list that was cut. */
    more: (n: number) => `and ${formatCount(n)} more`
  },
  copying: {
    blocked: 'Copying was blocked. The text is selected: press Ctrl+C, or ⌘C on a Mac.'
  },
  /** Beside `state` of an observation. */
  encryption: {
    encrypted: (keyName: string | undefined) => `Encrypted with ${keyName ?? 'a key deleted from this browser'}`,
    encryptedUnknown: 'Encrypted, unknown key',
    notEncrypted: 'Not encrypted',
    notChecked: 'Not checked yet',
    unknown: (reason: string) => `Encryption unknown: ${reason}`
  },
  /** Why a dropped thing is not uploaded. */
  leftOut: {
    'empty-folder': 'empty folder (not uploaded)',
    unreadable: 'could not be read'
  },
  error: {
    details: 'Technical details',
    copyDetails: 'Copy details',
    kind: 'Kind',
    operation: 'Operation',
    status: 'HTTP status',
    code: 'S3 code',
    requestId: 'Request ID',
    gatewaySaid: 'Message',
    reason: 'Reason',
    reasons: {
      'unusable-name': 'Empty names, “.” and “..” can’t be requested: browsers and proxies change such paths.',
      'bucket-starts-with-dot': 'Bucket names can’t start with a dot.',
      'bucket-has-slash': 'Bucket names can’t contain a slash.',
      'path-style-required': 'This bucket requires path-style addresses. Turn them on in the profile.',
      'proxy-refuses-path': 'The proxy in front of the gateway rejects this path.',
      'listing-too-long': 'The listing has more entries than requested.',
      'listing-outside-folder': 'The listing has names outside the requested folder.',
      'listing-without-continuation': 'The listing has more pages but doesn’t say where they start.',
      'listing-repeats': 'The next page of the listing starts where this one did.',
      'unreadable-xml': 'The response is larger than any S3 response, or declares a document type.',
      'unknown-grant': 'The ACL contains a grant that Lockgate doesn’t know.',
      'password-not-agreed': 'A signed link that contains a password was not confirmed.',
      'key-not-stored': 'The key is no longer stored in this browser.',
      'key-exists': 'A key with this ID already exists.',
      'key-would-change': 'The change would have replaced the key itself.',
      'read-back-differs': 'What was read back differs from what was written.',
      'own-statement-in-policy': 'The policy now contains Lockgate’s own statement.',
      'unknown-version': 'It was stored by another version of Lockgate, and was left unchanged.',
      'damaged-record': 'What is stored is damaged, and was left unchanged.',
      'same-object': 'Both profiles reach the same object: copy it with only one of them.',
      'source-changed': 'The original was changed after it was copied.',
      'source-gone': 'It was deleted in the meantime, but not by this move.',
      'delete-refused': 'The original could not be deleted.',
      'older-version': 'Deleting the original could permanently delete its older “null” version.',
      'attributes-lost': 'The copy lacks some of the original’s properties.',
      'move-stopped': 'The move was stopped.',
      'copy-removed': 'The copy was removed.',
      'copy-not-removed': 'The copy could not be removed: check what is stored under its name.',
      'too-many-tags': 'An object can have at most 10 tags.',
      'cannot-keep': 'Saving would lose other properties.',
      'change-interrupted': 'An earlier change was interrupted. Close this and choose below what to restore first.'
    } satisfies Record<AppErrorReason, string>,
    time: 'Time',
    useRegion: (region: string) => `Use region ${region}`,
    regionNotSaved: 'The region could not be saved in this browser.',
    changeProfile: 'Edit profile',
    allBuckets: 'All buckets',
    shownSince: (ms: number) => `Showing data from ${formatDateTime(ms)}.`
  },
  lazy: {
    failed: 'This part of Lockgate could not be loaded. Your keys and data are unchanged.'
  },
  /** One action on many things. */
  bulk: {
    progress: 'Progress',
    done: {
      delete: (done: number, total: number | undefined) => `${progress(done, total)} deleted`,
      hide: (done: number, total: number | undefined) => `${progress(done, total)} hidden by a delete marker`,
      abort: (done: number, total: number | undefined) => `${progress(done, total)} aborted`,
      access: (done: number, total: number | undefined) => `${progress(done, total)} changed`,
      attributes: (done: number, total: number | undefined) => `${progress(done, total)} changed`,
      copy: (done: number, total: number | undefined) => `${progress(done, total)} copied`,
      move: (done: number, total: number | undefined) => `${progress(done, total)} moved`
    },
    failed: (n: number) => `${formatCount(n)} failed`,
    failures: {
      delete: failedObjects,
      hide: failedObjects,
      abort: (n: number) => `${plural(n, { one: 'upload', other: 'uploads' })} failed`,
      access: failedObjects,
      attributes: failedObjects,
      copy: failedObjects,
      move: failedObjects
    },
    rate: (perSecond: number) => `${formatCount(Math.round(perSecond))} per second`,
    timeLeft: (seconds: number) => `${formatDuration(seconds)} left`,
    stopping: 'Stopping: waiting for pending requests…',
    stopped: {
      delete: 'Stopped. Deleted objects stay deleted.',
      hide: 'Stopped. Hidden objects stay hidden.',
      abort: 'Stopped. Aborted uploads stay aborted.',
      access: 'Stopped. Changed objects stay changed.',
      attributes: 'Stopped. Changed objects keep their new properties.',
      copy: 'Stopped. Copies that are complete stay.',
      move: 'Stopped. Moved objects stay moved; all others are where they were.'
    },
    abandoned: {
      delete: 'Stopped. Pending requests may have deleted more.',
      hide: 'Stopped. Pending requests may have hidden more.',
      abort: 'Stopped. Pending requests may have aborted more.',
      access: 'Stopped. Pending requests may have changed more.',
      attributes: 'Stopped. Pending requests may have changed more properties.',
      copy: 'Stopped. Pending requests may have copied more.',
      move: 'Stopped. Pending requests may have moved more.'
    },
    stop: {
      delete: 'Stop deleting',
      empty: 'Stop emptying',
      abort: 'Stop aborting',
      access: 'Stop changing access',
      attributes: 'Stop changing properties',
      copy: 'Stop copying',
      move: 'Stop moving'
    },
    stopNow: 'Stop now'
  }
}
