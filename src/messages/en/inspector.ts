// One object beside the list.
import type { UnconfirmedReason } from '../../domain/encryption-observation'
import type { ObjectLock } from '../../domain/object-lock'
import { formatDateTime, formatSize } from '../format'

export const inspector = {
  label: 'Object',
  notAddressable:
    'Browsers can’t open objects named “.” or “..”. Lockgate can list and delete this one; boto and boto3 can also read it.',
  encryption: {
    encrypted: (ms: number) => `Verified: refused without the key, opened with it (${formatDateTime(ms)}).`,
    encryptedUnknown: 'Unreadable without its key, and none of your keys for this gateway opens it.',
    notEncrypted: (ms: number) =>
      `Opens without a key: the gateway’s administrators can read it (${formatDateTime(ms)}).`,
    unknown: 'Could not be checked.',
    checking: 'Checking…',
    chooseKey: 'Choose key',
    checkAgain: 'Check again'
  },
  /** After a colon, and in the middle of a sentence. */
  unconfirmed: {
    'no-answer': 'no response, or blocked by CORS',
    offline: 'you’re offline',
    'gateway-failed': 'the gateway is busy or had an error',
    'access-denied': 'permission denied',
    'not-found': 'the object no longer exists',
    'name-refused': 'browsers can’t request objects of this name',
    inconclusive: 'the gateway’s response was inconclusive',
    cancelled: 'the check was canceled'
  } satisfies Record<UnconfirmedReason, string>,
  large: (listedBytes: number) =>
    `Swift large object, stored in segments. The listing shows ${formatSize(listedBytes)}, the size of its manifest.`,
  largeAt: (listedBytes: number) =>
    `Swift large object, stored in segments at {segments}. The listing shows ${formatSize(listedBytes)}, the size of its manifest.`,
  etagNoChecksum: 'Not a checksum of its bytes. Only its size can be checked.',
  noEtag: 'none',
  more: 'More actions',
  fullName: 'Full name',
  settings: 'Object settings',
  properties: {
    title: 'Properties',
    contentType: 'Type',
    storageClass: 'Storage class',
    contentEncoding: 'Content encoding',
    cacheControl: 'Cache control',
    contentDisposition: 'Disposition',
    contentLanguage: 'Language',
    expires: 'Expires',
    versionId: 'Version',
    hidden: 'hidden (CORS)',
    none: 'none',
    standard: 'STANDARD (default)',
    metadata: 'Metadata',
    tags: 'Tags',
    nothing: 'None.',
    incomplete: 'There may be more: the gateway hides headers from browsers. Ask its administrator to send {header}.',
    denied: 'You don’t have permission to read them.',
    needsKey: 'The gateway shows them only with the object’s key.'
  },
  objectLock: {
    title: 'Object lock',
    of: ({ retention, hasLegalHold }: ObjectLock, nowMs: number): string => {
      const mode = retention?.mode === 'COMPLIANCE' ? 'Compliance' : 'Governance'
      const until =
        retention === undefined
          ? []
          : [`${mode} mode until ${formatDateTime(retention.untilMs)}${retention.untilMs <= nowMs ? ' (expired)' : ''}`]
      return [...until, ...(hasLegalHold ? ['Legal hold'] : [])].join(' · ')
    },
    unknown: (reason: string) => `Could not be checked: ${reason}.`,
    heldByLegalHold: 'This version can’t be deleted while the legal hold is on.',
    heldUntil: 'Lockgate can’t delete this version before then.'
  }
}
