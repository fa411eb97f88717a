// The one function that turns an AppError into words: what happened, what it means for the data, what to do. Holds no secret,
// because it is given none.
import type { AppError, AppErrorDetails, AppErrorKind } from '../domain/app-error'
import { explainLock } from '../domain/object-lock'

export interface ErrorWords {
  /** What happened, in a few words, without a full stop. */
  readonly title: string
  /** What that means for the person's data. */
  readonly meaning: string
  /** What to do now. */
  readonly remedy: string
}

export interface ErrorSurroundings {
  /** The gateway that was asked, to be named. */
  readonly endpoint?: string
}

const NOTHING_CHANGED = 'Nothing was changed.'

/** An object belongs to whoever uploaded it, also in another user's bucket: who may do this is theirs to say. */
const OBJECT_OPERATIONS: ReadonlySet<string> = new Set([
  'GetObject',
  'HeadObject',
  'GetObjectTagging',
  'GetObjectAcl',
  'PutObjectAcl',
  'CopyObject'
])

/** Every kind has its words. Operation and status in the error's details narrow them where they tell more. */
export function explainError(error: AppError, { endpoint }: ErrorSurroundings = {}): ErrorWords {
  const place = endpoint === undefined ? 'The gateway' : `The gateway at ${endpoint}`
  return explainKind(error.kind, { place, ...error.details })
}

interface Hints extends AppErrorDetails {
  readonly place: string
}

function explainKind(
  kind: AppErrorKind,
  { place, operation, requestId, objectLock, receivedBy, region, maxBytes }: Hints
): ErrorWords {
  // Said only where it is so: nothing else leaves anything to go on from.
  const isOfParts = operation === 'UploadPart' || operation === 'CompleteMultipartUpload'
  const kept = isOfParts ? ' The parts that were sent are kept for another try.' : ''
  const isRead = operation !== undefined && /^(Get|Head|List)/.test(operation)
  const outcome = isRead ? NOTHING_CHANGED : 'Whether the last step was done is not known.'
  const idAndTime = requestId === undefined ? 'the time' : 'the request id and the time'
  switch (kind) {
    case 'unreachable':
      return {
        title: 'No answer from the gateway',
        meaning: `${place} did not answer, or the connection broke.${kept}`,
        remedy:
          'Check the address and the network (some gateways need a VPN). A certificate that this browser does not trust looks the same: opening the address in a tab of its own shows that. Then try again.'
      }
    case 'cors-blocked':
      return {
        title: 'The gateway answers, but not to this page',
        meaning: `${place} is up. It does not allow pages from this address to read this answer (CORS), so the answer itself is not known.${kept}`,
        remedy:
          'Ask the administrator to allow this page on every answer, errors included. Lockgate’s README has the settings to send along.'
      }
    case 'offline':
      return {
        title: 'This device is offline',
        meaning: `The browser has no network, and this needs the gateway.${kept}`,
        remedy: 'Connect to a network and try again. Keys can be made, imported and saved without one.'
      }
    case 'redirected':
      return receivedBy === undefined
        ? {
            title: 'The gateway redirects to another address',
            meaning: `${place} answered with a redirect. Lockgate did not follow it, so nothing was sent to another host.`,
            remedy: 'Put the final address into the profile, often the same one with https.'
          }
        : {
            title: 'Your data was sent to another host',
            meaning: `${place} redirected the upload, and the browser followed: ${receivedBy} received the data. No encryption key was sent.`,
            remedy: `Tell the gateway’s administrator. If you don’t trust ${receivedBy}, treat the file’s contents as disclosed.`
          }
    case 'not-s3':
      return {
        title: 'Something else than an S3 gateway answered',
        meaning: `The answer was no S3, but for example the page of a proxy or of a network login. ${outcome}`,
        remedy: 'Check the address in the profile. On a guest network, sign in to it first. Then try again.'
      }
    case 'gateway-busy':
      return {
        title: 'The gateway is busy',
        meaning: `${place} asked to slow down.${kept}`,
        remedy: 'Try again in a moment.'
      }
    case 'gateway-failed':
      return {
        title: 'The gateway failed',
        meaning: `${place}, or a proxy before it, had an error of its own. ${outcome}${kept}`,
        remedy: `Try again. If it stays, give ${idAndTime} in the details to the administrator.`
      }
    case 'access-key-unknown':
      return {
        title: 'The gateway does not know this access key',
        meaning:
          'It was mistyped, belongs to another gateway, or was withdrawn. Your objects and encryption keys are untouched.',
        remedy: 'Compare the access key with what you were given.'
      }
    case 'secret-wrong':
      return {
        title: 'The secret key does not fit the access key',
        meaning:
          'The gateway knows the access key, and the signature made with this secret is wrong. Your objects and encryption keys are untouched.',
        remedy: 'Enter the whole secret key again.'
      }
    case 'clock-skewed':
      return {
        title: 'This device’s clock is off',
        meaning: `Gateways refuse requests whose time is more than 15 minutes away from theirs. ${NOTHING_CHANGED}`,
        remedy: 'Set the device’s date, time and time zone automatically, then try again.'
      }
    case 'region-wrong':
      return {
        title: 'Wrong region in the profile',
        meaning: `${place} expects the region “${region ?? ''}”. ${NOTHING_CHANGED}`,
        remedy: 'Use that region in the profile.'
      }
    case 'token-refused':
      return {
        title: 'The gateway refused this token',
        meaning:
          'The password in it may have changed, the account may be closed, or this gateway takes no tokens. Your objects and encryption keys are untouched.',
        remedy: 'Make a new token with the password of today, or use an access key.'
      }
    case 'access-denied':
      return operation === 'ListBuckets'
        ? {
            title: 'The gateway refused these credentials',
            meaning:
              'It does not say why. Gateways that also take tokens answer a mistyped access key or secret key like this. Your objects and encryption keys are untouched.',
            remedy: 'Compare access key and secret key with what you were given.'
          }
        : {
            title: 'You may not do this',
            meaning: `The gateway does not allow it with these credentials. ${NOTHING_CHANGED}`,
            remedy: OBJECT_OPERATIONS.has(operation ?? '')
              ? 'Ask whoever uploaded the object, the bucket’s owner or an administrator for access.'
              : 'Ask the bucket’s owner or an administrator for access.'
          }
    case 'object-locked':
      return explainLock(objectLock)
    case 'no-such-bucket':
      return {
        title: 'There is no bucket of this name',
        meaning: 'It was deleted or renamed, belongs to another gateway, or the name is mistyped. Nothing was written.',
        remedy: 'Check the name and the profile that you use.'
      }
    case 'no-such-object':
      return {
        title: 'The object is not there',
        meaning: 'It was deleted or moved since it was listed, or the link to it is mistyped.',
        remedy: 'Load the listing again.'
      }
    case 'no-such-upload':
      return {
        title: 'The upload that was begun is gone',
        meaning:
          'The gateway no longer holds its parts: it was aborted elsewhere, or the bucket’s rules removed it. No object was made of it.',
        remedy: 'Send the file again from the start.'
      }
    case 'quota-exceeded':
      return {
        title: 'No room left in your quota',
        meaning: `The gateway takes no more data for this account or bucket. Objects that are there stay.${kept}`,
        remedy: 'Delete what is no longer needed, or ask the administrator for more room. Then try again.'
      }
    case 'too-large':
      return {
        title: 'Too large for the gateway',
        meaning: 'The gateway, or a proxy before it, refuses a body of this size. Nothing was stored.',
        remedy: 'Ask the administrator for the limit of the gateway and of its proxy.'
      }
    case 'name-refused':
      return {
        title: 'The name cannot be used',
        meaning: `The gateway, a proxy or the browser cannot carry this name. ${NOTHING_CHANGED}`,
        remedy: 'Use another name. The details say more.'
      }
    case 'precondition-failed':
      return {
        title: 'The object is there already',
        meaning: 'Something of this name exists, or changed meanwhile. It was not overwritten.',
        remedy: 'Use another name, or choose to replace it.'
      }
    case 'sse-key-needed':
      return {
        title: 'Encrypted: a key is needed',
        meaning: 'The object was stored with an encryption key, and only that key opens it. The gateway keeps no copy.',
        remedy: 'Choose the key, or import it if it is not in this browser.'
      }
    case 'sse-key-wrong':
      return {
        title: 'This key does not open it',
        meaning:
          'The gateway refused the key that was sent. The object is unharmed; most often it was stored with another key.',
        remedy: 'Choose another key, or import the one it was stored with.'
      }
    case 'sse-key-lost':
      return {
        title: 'The key was deleted from this browser',
        meaning: `Browser storage was cleared while Lockgate was open.${operation === 'verify' ? ' The object was stored, but not verified.' : kept}`,
        remedy: 'This tab still has the key in memory: save the key file, then store it again and retry.'
      }
    case 'sse-key-not-backed-up':
      return {
        title: 'Back up the key first',
        meaning: 'This key exists in this tab’s memory only. Nothing was encrypted with it.',
        remedy: 'Save the key file and verify the backup on the Keys page, then retry.'
      }
    case 'sse-key-in-use':
      return {
        title: 'This key is in use',
        meaning: 'A transfer or an edit in this browser still needs it. The key was not removed.',
        remedy: 'Finish or cancel what uses it, in every tab. Then remove the key.'
      }
    case 'sse-key-insecure':
      return {
        title: 'The key was not sent',
        meaning: `${place} is spoken to by plain http, where anybody on the way could read an encryption key. Nothing was sent.`,
        remedy: 'Use the https address of the gateway in the profile.'
      }
    case 'insecure-page':
      return {
        title: 'Not accepted on a plain HTTP page',
        meaning: 'Anyone on the network could change this page and read what you enter. Nothing was stored.',
        remedy: 'Open Lockgate over https to add keys or profiles.'
      }
    case 'must-be-encrypted':
      return {
        title: 'Only encrypted uploads go into this bucket',
        meaning: 'This one had no key, so Lockgate did not send it. Nothing was stored.',
        remedy: 'Upload it with a key, or turn “Only encrypted uploads” off on the bucket’s page.'
      }
    case 'stored-in-clear':
      return {
        title: 'Stored without encryption',
        meaning:
          'A key was sent with the data, and yet the object opens without it: this gateway, or a proxy before it, ignored the key.',
        remedy:
          'Do not send confidential data here until the administrator has looked at it. Delete the object if it must not lie there in the clear.'
      }
    case 'digest-mismatch':
      return {
        title: 'The data arrived changed',
        meaning:
          'The checksum of what arrived is not that of what was sent. The copy is not to be trusted; the original is as it was.',
        remedy: 'Try again. If it happens often, suspect the network, a proxy or the device’s memory.'
      }
    case 'truncated':
      return {
        title: 'The connection broke in the middle',
        meaning: `Fewer bytes came than were announced.${kept} Nothing incomplete is handed out as whole.`,
        remedy: 'Try again.'
      }
    case 'object-changed':
      return {
        title: 'The object changed meanwhile',
        meaning: 'Somebody wrote another version of it while it was read or checked. No mixture of both is handed out.',
        remedy: 'Start again to get the version that is there now.'
      }
    case 'file-changed':
      return {
        title: 'The file changed while it was sent',
        meaning: 'Your file is no longer the one that was chosen. It was not stored as a mixture of both.',
        remedy: 'Choose the file again when nothing writes to it.'
      }
    case 'file-unreadable':
      return {
        title: 'The file cannot be read',
        meaning:
          'The browser may no longer read it: it was moved, deleted, or its disk is gone. What is at the gateway is untouched.',
        remedy: 'Choose the file again.'
      }
    case 'browser-storage-full':
      return {
        title: 'No room left in this browser',
        meaning: 'The browser or the disk gives this page no more room. What is at the gateway is untouched.',
        remedy: 'Free space on the disk, or remove finished downloads, then try again.'
      }
    case 'too-large-for-memory': {
      const most = maxBytes === undefined ? '' : `, up to ${Math.floor(maxBytes / 2 ** 20)} MiB`
      return {
        title: 'Too large for this browser window',
        meaning: `It gives Lockgate no file storage, so downloads are held in memory${most}. Nothing was downloaded.`,
        remedy:
          'Use a window that isn’t private, or another browser. If the object isn’t encrypted, opening a link to it works too.'
      }
    }
    case 'browser-storage-failed':
      if (operation === 'GetObject')
        return {
          title: 'Couldn’t write to browser storage',
          meaning: 'The download stopped and no file was saved. The object is unchanged.',
          remedy: 'Try again. If it keeps failing, reload the page or use another browser.'
        }
      return {
        title: 'The browser could not keep this',
        meaning:
          'Writing to the browser’s storage failed, or what was read back was not what was written. Do not count on it being there.',
        remedy: 'Save a copy of every key that has none outside this browser, then reload the page.'
      }
    case 'directory-unwritable':
      return {
        title: 'The chosen directory took no file',
        meaning:
          'The disk is full or gone, or the browser may no longer write there. No half file is left there, and what is at the gateway is untouched.',
        remedy: 'Make room or connect the disk, then try again. After a reload of the page, choose the directory anew.'
      }
    case 'bucket-not-empty':
      return {
        title: 'The bucket is not empty',
        meaning: `Gateways delete empty buckets only. Old versions and delete markers count too, though a listing does not show them. ${NOTHING_CHANGED}`,
        remedy: 'Empty it first; that shows what goes before it goes.'
      }
    case 'name-taken':
      return {
        title: 'A bucket of this name exists already',
        meaning: `It is yours or another account’s: names are shared by everybody on a gateway. ${NOTHING_CHANGED}`,
        remedy: 'Choose another name.'
      }
    case 'placement-refused':
      return {
        title: 'The gateway does not know this placement',
        meaning: 'The storage that was chosen does not exist here, or your account may not use it. No bucket was made.',
        remedy: 'Choose another placement, or none for the usual one; the administrator knows which there are.'
      }
    case 'bucket-limit':
      return {
        title: 'You have as many buckets as you may',
        meaning: `The gateway limits the number for each account. ${NOTHING_CHANGED}`,
        remedy: 'Delete one that is no longer needed, or ask the administrator for more.'
      }
    case 'policy-unconfirmed':
      return {
        title: 'Policy saved, but it can’t be read back',
        meaning: 'The gateway accepted the change, so it is in force. Reading it back failed or was refused.',
        remedy:
          'If it locks you out, use “Remove policy”. If that is refused too, an administrator must remove it, as a user with radosgw-admin’s --admin flag.'
      }
    case 'policy-refused':
      return {
        title: 'The gateway refused this policy',
        meaning: 'It does not understand it, and kept the one that was there.',
        remedy: 'Check it against what the gateway said; the details have its words.'
      }
    case 'grantee-unknown':
      return {
        title: 'The gateway knows no account of this id',
        meaning: `It refuses an ACL that names somebody unknown. ${NOTHING_CHANGED}`,
        remedy:
          'Ask the other person for their user id on this gateway: not their e-mail address, and not an access key.'
      }
    case 'acl-differs':
      return {
        title: 'The gateway keeps another ACL than the one it was sent',
        meaning: 'It took the change without an error, and what was read back is not what was written.',
        remedy: 'Look at what is there now before you rely on it.'
      }
    case 'not-supported':
      return {
        title: 'This gateway cannot do that',
        meaning: `It answered that it does not have this operation. ${NOTHING_CHANGED}`,
        remedy: 'A newer gateway may; ask the administrator which version this is.'
      }
    case 'request-refused':
      return {
        title: 'The gateway refused the request',
        meaning: `It answered with an error that Lockgate has no words for. ${NOTHING_CHANGED}`,
        remedy: `The code in the details says more. Give it, with ${idAndTime}, to the administrator.`
      }
    case 'unexpected':
      return {
        title: 'Something went wrong in this page',
        meaning: 'This is a fault of Lockgate and not of your data. Whether the last step was done is not known.',
        remedy: 'Look at the listing, then try again. If it stays, report the details below.'
      }
    default:
      return kind satisfies never
  }
}
