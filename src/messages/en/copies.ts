// Copying, moving and renaming objects.
import type { LostAttribute } from '../../domain/object-copies'
import { formatCount, formatDate, formatList, formatSize, plural } from '../format'

const objects = (n: number): string => plural(n, { one: 'object', other: 'objects' })

const attributes: Readonly<Record<LostAttribute, string>> = {
  contentType: 'content type',
  contentEncoding: 'content encoding',
  cacheControl: 'cache control',
  contentDisposition: 'content disposition',
  contentLanguage: 'content language',
  expires: 'expiry header',
  storageClass: 'storage class',
  metadata: 'metadata',
  tags: 'tags',
  acl: 'access',
  owner: 'owner (now you)',
  encryption: 'encryption (could not be checked)',
  gatewayEncryption: 'server-side encryption (SSE-S3/KMS)',
  retention: 'retention',
  legalHold: 'legal hold',
  redirect: 'website redirect',
  hiddenHeaders: 'headers hidden by CORS'
}

export const listedAttributes = (lost: readonly LostAttribute[]): string =>
  formatList(lost.map((attribute) => attributes[attribute]))

export const copies = {
  open: 'Copy or move',
  rename: 'Rename',
  title: {
    copy: (selection: string) => `Copy ${selection}`,
    move: (selection: string) => `Move ${selection}`,
    rename: (selection: string) => `Rename ${selection}`
  },
  kind: {
    label: 'What to do',
    copy: 'Copy',
    move: 'Move'
  },
  bucket: 'Bucket',
  folder: 'Folder',
  folderHint: 'leave blank for the top level',
  name: 'Name',
  newName: 'New name',
  across: {
    profile: 'Profile',
    thisProfile: (profile: string) => `${profile} (this profile)`,
    through: 'All data passes through this browser. Access granted to individual users can’t be copied.',
    unlistable: (host: string) => `${host} doesn’t list this profile’s buckets: enter the bucket’s name.`,
    choose: 'choose one for this gateway',
    keysAreSent: (host: string) => `The keys of encrypted objects are then sent to ${host}.`
  },
  intoItself: 'A folder can’t be copied or moved into itself.',
  about: {
    /** Of a move. */
    on: 'This bucket keeps versions: originals are hidden by a delete marker once their copies are verified.',
    suspended:
      'Versioning is suspended: “null” versions are deleted, others hidden, once copies are verified. A change made at that moment can be lost.',
    off: 'Originals are deleted once their copies are verified. A change made at that moment can be lost.',
    unknown:
      'Versioning status unknown: originals may be deleted permanently once copies are verified. A change made at that moment can be lost.'
  },
  inPlace: 'Source and destination are the same: the originals themselves get this encryption. No copies are made.',
  encryption: {
    keep: 'Keep as it is',
    keepNote: 'Encrypted objects keep their key; all others stay unencrypted.',
    keepMust: 'Encrypted objects keep their key; unencrypted ones fail, because this bucket requires encryption.',
    noneNote: 'Copies of encrypted objects are stored unencrypted.',
    backUp: 'This key is not backed up. Back it up on the Keys page first.',
    noKeys: 'There is no key in this browser yet.'
  },
  tooMany: (max: number) => `More than ${formatCount(max)} objects: choose fewer at a time.`,
  checking: (checkedCount: number, count: number) =>
    `Checking for existing names: ${formatCount(checkedCount)} of ${formatCount(count)}…`,
  submit: {
    copy: (n: number) => `Copy ${objects(n)}`,
    move: (n: number) => `Move ${objects(n)}`,
    rename: (n: number) => (n === 1 ? 'Rename' : `Rename ${objects(n)}`)
  },
  bytes: (doneBytes: number, totalBytes: number) => `${formatSize(doneBytes)} of ${formatSize(totalBytes)}`,
  keepOpen: 'Keep this dialog open: leaving it stops the operation. Objects that weren’t copied yet stay as they are.',
  skipped: (n: number) => `${objects(n)} skipped: the name is taken, or nothing would change.`,
  overlap: (n: number) => `${objects(n)} skipped: another selected object already has that name.`,
  lost: {
    title: (n: number) => `Properties of ${objects(n)} were lost or could not be checked`,
    attributes: listedAttributes
  },
  wouldLose: (lost: readonly LostAttribute[]) => `Not changed, because this would be lost: ${listedAttributes(lost)}.`,
  temporary: {
    title: 'Temporary copies that may remain',
    unneeded: 'No longer needed: delete it.',
    needed: 'The original could not be verified: check it before you delete this copy.'
  },
  /** Of an encryption in place, or a change of properties, that was interrupted. */
  pending: {
    title: 'Temporary copy remains',
    object: 'Temporary copy remains: changing {object} was interrupted',
    position: (count: number) => `1 of ${formatCount(count)}`,
    began: (ms: number) => `Started ${formatDate(ms)}.`,
    state: {
      unchanged: 'The object is unchanged. The copy isn’t needed.',
      replaced: 'The object was replaced as you chose and can be opened. The copy isn’t needed.',
      intact: 'The object is complete and can be opened. The copy isn’t needed.',
      gone: 'The object no longer exists. Keep the copy: it may be the only one.',
      another: 'Another object has this name now. Keep the copy: it may be all that is left of the previous object.',
      unseen: 'The object could not be opened. Keep the copy: it may be the only intact one.',
      unverified:
        'The object may have been replaced and was not verified. Keep the copy: it may be the only intact one.',
      busy: 'Another tab may still be changing the object. Keep the copy until it has finished.',
      overwritten: 'Another object has the copy’s name now. Lockgate won’t delete it.'
    },
    unverified: 'The copy itself was not verified.',
    copy: 'Copy: {copy}',
    remove: 'Delete temporary copy',
    removing: 'Deleting…',
    keep: 'Keep copy',
    removed: (key: string) => `The temporary copy of ${key} was deleted.`,
    notRemoved: 'The temporary copy could not be deleted. Try again later.'
  },
  olderVersions: (n: number) => `${objects(n)} encrypted: older versions in this bucket are still unencrypted.`,
  done: {
    copy: (n: number) => `${objects(n)} copied and verified`,
    move: (n: number) => `${objects(n)} moved and verified`,
    rename: (n: number) => `${objects(n)} renamed and verified`
  },
  retry: (n: number) => `Retry ${formatCount(n)} failed`
}
