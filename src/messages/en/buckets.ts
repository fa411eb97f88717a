// The list of buckets, and one bucket as a whole: usage, creation, deletion, unfinished uploads.
import type { CannedAcl } from '../../domain/acl'
import type { Unlistable } from '../../domain/bucket'
import { visibleName } from '../../domain/invisible'
import { formatAgo, formatList, formatPercent, formatSize, plural } from '../format'

const bucketCount = (count: number) => plural(count, { one: 'bucket', other: 'buckets' })
const objects = (count: number) => plural(count, { one: 'object', other: 'objects' })
const uploads = (count: number) => plural(count, { one: 'upload', other: 'uploads' })
const unfinished = (count: number) => plural(count, { one: 'unfinished upload', other: 'unfinished uploads' })

const whoCanList: Readonly<Record<CannedAcl, string>> = {
  private: 'Only you',
  'authenticated-read': 'Any user of this gateway can list it',
  'public-read': 'Anyone on the internet can list it',
  'public-read-write': 'Anyone on the internet can list it and write to it'
}

export const buckets = {
  reload: 'Reload buckets',
  loading: 'Loading buckets…',
  pinned: 'Pinned',
  recent: 'Recent',
  noBuckets: 'No buckets yet',
  noBucketsOn: (endpoint: string) =>
    `Buckets hold your objects. You own none on ${endpoint}; to open one shared with you, enter its name above.`,
  /** Totals only where they are known for every bucket. */
  summary: (count: number, total: { readonly objectCount: number; readonly usedBytes: number } | undefined) =>
    [
      bucketCount(count),
      ...(total === undefined ? [] : [objects(total.objectCount), formatSize(total.usedBytes)])
    ].join(' · '),
  usageUnavailable: (count: number) => `Usage unavailable for ${bucketCount(count)}.`,
  accountQuota: (sizeBytes: number) => `account quota ${formatSize(sizeBytes)}`,
  added: {
    title: 'Add a bucket by name',
    why: {
      'cors-blocked':
        'The gateway’s CORS settings hide the list of your buckets from Lockgate. Buckets added here stay in the sidebar.',
      'access-denied': 'This account may not list its buckets. Buckets added here stay in the sidebar.',
      'no-account': 'This profile has no account, so only public buckets open. Those added here stay in the sidebar.'
    } satisfies Record<Unlistable, string>,
    lost: 'CORS also blocks creating buckets. What works in a bucket depends on its own CORS rules.',
    fix: 'See what’s missing and how to fix it',
    remove: 'Remove from this list',
    removeNamed: (name: string) => `Remove ${name} from this list`,
    removed: (name: string) => `${name} removed from this list. Nothing on the gateway was changed.`
  },
  open: {
    label: 'Open a bucket by name',
    forms: 'A name, bucket/folder, s3://, a link or an ARN'
  },
  table: {
    objects: 'Objects',
    objectsIncluded: 'Includes old versions and unfinished uploads',
    quota: 'Quota',
    created: 'Created',
    search: 'Search this bucket',
    settingsOfBucket: 'Bucket settings',
    notReported: 'Not reported by the gateway',
    notLoaded: 'Not loaded yet',
    noQuota: 'no quota',
    noQuotaReported: 'The gateway reports no quota for this bucket',
    partOfBytes: (ratio: number, quotaBytes: number) => `${formatPercent(ratio)} of ${formatSize(quotaBytes)}`,
    partOfObjects: (ratio: number, quotaObjects: number) => `${formatPercent(ratio)} of ${objects(quotaObjects)}`
  },
  bucket: {
    browse: 'Browse objects'
  },
  usage: {
    title: 'Usage',
    objects: 'Objects',
    quotaBytes: (sizeBytes: number) => `Quota: ${formatSize(sizeBytes)}`,
    quotaObjects: (count: number) => `Quota: ${objects(count)}`,
    usedBytes: (usedBytes: number, ratio: number) =>
      `${formatSize(usedBytes)} (${formatPercent(ratio)})${ratio >= 1 ? ', full' : ''}`,
    usedObjects: (count: number, ratio: number) =>
      `${objects(count)} (${formatPercent(ratio)})${ratio >= 1 ? ', full' : ''}`,
    offline: 'You’re offline. Usage will load when you reconnect.',
    offlineKnown: 'Last known value (offline).',
    unknown: (reason: string) => `Usage unknown (${reason}).`,
    outdated: (reason: string) => `Last known value; the latest check failed (${reason}).`,
    loading: 'Loading usage…',
    notReported: 'This gateway doesn’t report usage; “—” means unknown.',
    included: 'Includes old versions and unfinished uploads.',
    roundedUp: (maxBytes: number) =>
      `For the quota each object is rounded up to 4 KiB: at most ${formatSize(maxBytes)}.`,
    accountQuota: (sizeBytes: number | undefined, count: number | undefined) =>
      `Quota for the whole account: ${formatList([
        ...(sizeBytes === undefined ? [] : [formatSize(sizeBytes)]),
        ...(count === undefined ? [] : [objects(count)])
      ])}.`,
    quotasAsReported: 'Quotas as reported by the gateway; they may not be enforced, and other limits may apply.',
    noQuota: 'The gateway reports no quota for this bucket or account.'
  },
  create: {
    title: 'Create bucket',
    create: 'Create bucket',
    creating: 'Creating…',
    prefix: 'Prefix',
    nameTaken: 'You already have a bucket with this name.',
    nameValid: 'Valid name. Availability is checked when you create it.',
    whoCanList: 'Who can list it',
    acl: (acl: CannedAcl) => `${whoCanList[acl]} (${acl})`,
    aclMeaning: {
      private: 'No one else can list it unless you give access later.',
      'authenticated-read': 'Any user of this gateway can see the names, sizes and dates of its objects.',
      'public-read': 'Anyone, without an account, can see the names, sizes and dates of its objects.',
      'public-read-write': 'Anyone, without an account, can also upload to it, and overwrite or delete its objects.'
    } satisfies Record<CannedAcl, string>,
    objectsApart: 'Each object has its own access settings.',
    placement: 'Placement (storage location)',
    defaultPlacement: 'Default placement',
    placementTarget: 'Placement target',
    placementSource: 'from your administrator',
    placementChosen: (target: string) => `Placement: ${visibleName(target)}`,
    placementFixed: 'This can’t be changed later.',
    placementBlank: 'Leave blank for the default. This can’t be changed later.',
    created: (name: string, acl: CannedAcl) => `Bucket ${name} created (${acl}).`,
    accessUnconfirmed: (name: string) =>
      `Bucket ${name} created, but its access settings could not be confirmed. Check them.`
  },
  contents: {
    size: (sizeBytes: number) => `Contents: ${formatSize(sizeBytes)}`,
    sizeSoFar: (sizeBytes: number) => `Contents so far (still counting): ${formatSize(sizeBytes)}`,
    objects,
    oldVersions: (count: number) => plural(count, { one: 'old version', other: 'old versions' }),
    deleteMarkers: (count: number) =>
      `${plural(count, { one: 'delete marker', other: 'delete markers' })} (hiding old versions)`,
    uploads: (count: number) => `${unfinished(count)} (parts not included in the size)`
  },
  deletion: {
    section: 'Delete this bucket',
    what: 'Only empty buckets can be deleted. You’ll see what it contains before anything is deleted.',
    openEmpty: 'Empty bucket…',
    openDelete: 'Delete bucket…',
    emptyTitle: (bucket: string) => `Empty bucket ${visibleName(bucket)}`,
    deleteTitle: (bucket: string) => `Delete bucket ${visibleName(bucket)}`,
    counting: 'Counting contents…',
    countAgain: 'Count again',
    isEmpty: 'Empty: no objects, old versions or unfinished uploads.',
    isEmptyNow: 'Now empty: no objects, old versions or unfinished uploads.',
    deletedWithIt: 'Its name, access settings and policy are deleted with it.',
    stillNotEmpty:
      'Still not empty: new objects arrived, or some names can’t be handled by a browser (use another tool).',
    emptyFirst: 'Only empty buckets can be deleted. Empty it first.',
    typeName: 'Type the bucket’s name to empty it: {bucket}',
    permanent: 'Everything in it will be permanently deleted. This can’t be undone.',
    empty: 'Empty bucket',
    delete: 'Delete bucket',
    deleting: 'Deleting…',
    deleted: (bucket: string) => `Bucket ${visibleName(bucket)} deleted.`
  },
  unfinished: {
    title: 'Unfinished uploads',
    what: 'Parts of unfinished uploads use space but don’t appear in listings.',
    reload: 'Reload unfinished uploads',
    none: 'No unfinished uploads.',
    summary: (count: number, sizeBytes: number | undefined) =>
      `${unfinished(count)}${sizeBytes === undefined ? '' : `, ${formatSize(sizeBytes)} in their parts`}`,
    /** Undefined: the gateway does not say when. */
    started: (secondsAgo: number | undefined, isOwn: boolean) =>
      `${secondsAgo === undefined ? 'start time unknown' : `started ${formatAgo(secondsAgo)}`}${isOwn ? ' (this browser)' : ''}`,
    inProgress: 'possibly in progress in this tab',
    canResume: 'can be resumed in Transfers',
    abortAll: (count: number) => `Abort all ${uploads(count)}…`,
    abortOne: 'Abort…',
    abortUploadOf: (key: string) => `Abort upload of ${visibleName(key)}`,
    abortTitle: (count: number) => `Abort ${unfinished(count)}`,
    partsDeleted: (sizeBytes: number | undefined) =>
      `The uploaded parts${sizeBytes === undefined ? '' : ` (${formatSize(sizeBytes)})`} will be deleted. Objects are not affected.`,
    othersFail: 'Uploads still in progress will fail or start over.',
    sendingNow: 'This tab is uploading to one of these names now.',
    neededLater: 'A paused or failed transfer in this tab would have to send its stored parts again.',
    abort: (count: number) => `Abort ${uploads(count)}`
  }
}
