// What happened, what it means for the data, and what to do.
import { formatDateTime, formatSize } from '../format'
import type { ErrorCase, ErrorParameters, ErrorWords } from '../error-case'

type P = ErrorParameters

const NOTHING_CHANGED = 'Nothing was changed.'
const DATA_UNCHANGED = 'Your objects and encryption keys are unchanged.'

const gateway = ({ endpoint }: P): string => (endpoint === undefined ? 'The gateway' : `The gateway at ${endpoint}`)
const kept = ({ arePartsKept }: P): string => (arePartsKept ? ' The parts already sent are kept for a retry.' : '')
const outcome = ({ mayHaveChanged }: P): string =>
  mayHaveChanged ? 'The last operation may or may not have completed.' : NOTHING_CHANGED
const until = ({ lockedUntilMs }: P): string => (lockedUntilMs === undefined ? '' : formatDateTime(lockedUntilMs))
const LOCKED = `This version can’t be deleted while its object lock is in force. ${NOTHING_CHANGED}`

const FREE_SPACE =
  'Free disk space, then retry. A finished download frees its space after 1 hour plus 2 minutes per GB; sooner once cleared.'

export const errors: Readonly<Record<ErrorCase, (p: P) => ErrorWords>> = {
  unreachable: (p) => ({
    title: 'No response from the gateway',
    meaning: `${gateway(p)} did not respond, or the connection broke.${kept(p)}`,
    remedy:
      'Check the address and your network (including any VPN), then retry. Open the address in a new tab to see any certificate warning.'
  }),
  'cors-blocked': (p) => ({
    title: 'Blocked by the gateway’s CORS settings',
    meaning: `${gateway(p)} is up but doesn’t let Lockgate read its response, so the result is unknown.${kept(p)}`,
    remedy:
      'The administrator must send CORS headers for Lockgate with every response, including errors. “Check connection” in the profile menu shows them.'
  }),
  offline: (p) => ({
    title: 'You’re offline',
    meaning: `The browser has no network connection, and this needs the gateway.${kept(p)}`,
    remedy: 'Reconnect and retry. Keys can be created, imported and backed up offline.'
  }),
  redirected: (p) => ({
    title: 'The gateway redirects to another address',
    meaning: `${gateway(p)} answered with a redirect. Lockgate did not follow it, so nothing was sent to another host.`,
    remedy: 'Enter the final address in the profile, often the same one with https.'
  }),
  'data-redirected': (p) => ({
    title: 'Your data was sent to another host',
    meaning: `${gateway(p)} redirected the upload, and the browser followed: ${p.receivedBy} received the data. No encryption key was sent.`,
    remedy: `Tell the gateway’s administrator. If you don’t trust ${p.receivedBy}, treat the file’s contents as disclosed.`
  }),
  'not-s3': (p) => ({
    title: 'That wasn’t an S3 gateway',
    meaning: `The response wasn’t valid S3; a proxy or a Wi-Fi login page may have answered instead. ${outcome(p)}`,
    remedy: 'Check the address in the profile. On a guest network, sign in to it first. Then retry.'
  }),
  'gateway-busy': (p) => ({
    title: 'The gateway is busy',
    meaning: `${gateway(p)} asked to slow down.${kept(p)}`,
    remedy: 'Retry in a moment.'
  }),
  'gateway-failed': (p) => ({
    title: 'Gateway error',
    meaning: `${gateway(p)}, or a proxy in front of it, had an internal error. ${outcome(p)}${kept(p)}`,
    remedy: 'Retry. If it keeps happening, send the details below to your administrator.'
  }),
  'access-key-unknown': () => ({
    title: 'Unknown access key',
    meaning: `It was mistyped, belongs to another gateway, or was revoked. ${DATA_UNCHANGED}`,
    remedy: 'Compare the access key with the one you were given.'
  }),
  'secret-wrong': () => ({
    title: 'Wrong secret key',
    meaning: `The gateway knows the access key, but the signature made with this secret is wrong. ${DATA_UNCHANGED}`,
    remedy: 'Enter the whole secret key again.'
  }),
  'clock-skewed': () => ({
    title: 'This computer’s clock is wrong',
    meaning: `Gateways reject requests whose time is more than 15 minutes off. ${NOTHING_CHANGED}`,
    remedy: 'Set the date, time and time zone automatically, then retry.'
  }),
  'region-wrong': (p) => ({
    title: 'Wrong region in the profile',
    meaning: `${gateway(p)} expects the region “${p.region}”. ${NOTHING_CHANGED}`,
    remedy: 'Use that region in the profile.'
  }),
  'token-refused': () => ({
    title: 'The gateway rejected this token',
    meaning: `The password in it may have changed, the account may be closed, or this gateway doesn’t accept tokens. ${DATA_UNCHANGED}`,
    remedy: 'Create a new token with your current password, or use an access key.'
  }),
  'credentials-refused': () => ({
    title: 'The gateway rejected these credentials',
    meaning: `It doesn’t say why. Gateways that also accept tokens respond like this to a mistyped access key or secret key. ${DATA_UNCHANGED}`,
    remedy: 'Compare the access key and the secret key with the ones you were given.'
  }),
  'access-denied': (p) => ({
    title: 'Permission denied',
    meaning: `The gateway doesn’t allow this with your credentials. ${NOTHING_CHANGED}`,
    remedy: p.isOfObject
      ? 'Ask the user who uploaded the object, the bucket’s owner or an administrator for access.'
      : 'Ask the bucket’s owner or an administrator for access.'
  }),
  'object-lock': () => ({
    title: 'Protected by object lock',
    meaning: LOCKED,
    remedy: 'Ask the bucket’s owner how long it is locked.'
  }),
  'legal-hold': (p) => ({
    title: p.lockedUntilMs === undefined ? 'Under legal hold' : `Under legal hold, locked until ${until(p)}`,
    meaning: LOCKED,
    remedy: 'Ask the bucket’s owner to remove the legal hold, then retry.'
  }),
  'retention-compliance': (p) => ({
    title: `Locked until ${until(p)}`,
    meaning: LOCKED,
    remedy: 'Retry after that date. In compliance mode no one can delete it earlier.'
  }),
  'retention-governance': (p) => ({
    title: `Locked until ${until(p)}`,
    meaning: LOCKED,
    remedy: 'Retry after that date. In governance mode a user with bypass permission can delete it with another tool.'
  }),
  'no-such-bucket': () => ({
    title: 'Bucket not found',
    meaning: 'It was deleted, is on another gateway, or its name is mistyped. Nothing was written.',
    remedy: 'Check the name and the profile in use.'
  }),
  'no-such-object': () => ({
    title: 'Object not found',
    meaning: 'It was deleted or moved since it was listed, or the link to it is mistyped.',
    remedy: 'Reload the listing.'
  }),
  'no-such-upload': () => ({
    title: 'The upload no longer exists on the gateway',
    meaning: 'It was aborted elsewhere, or removed by a lifecycle rule. No object was created.',
    remedy: 'Upload the file again from the start.'
  }),
  'quota-exceeded': (p) => ({
    title: 'Quota exceeded',
    meaning: `The gateway accepts no more data for this account or bucket. Existing objects stay.${kept(p)}`,
    remedy: 'Delete what you no longer need, or ask the administrator for a larger quota. Then retry.'
  }),
  'too-large': () => ({
    title: 'Too large for the gateway',
    meaning: 'The gateway, or a proxy in front of it, rejects requests of this size. Nothing was stored.',
    remedy: 'Ask the administrator for the size limit of the gateway and its proxy.'
  }),
  'name-refused': () => ({
    title: 'This name can’t be used',
    meaning: `It isn’t accepted by the gateway, a proxy or the browser. ${NOTHING_CHANGED}`,
    remedy: 'Use another name. See the details below.'
  }),
  'path-style-required': () => ({
    title: 'This bucket requires path-style addresses',
    meaning: `Its name can’t be part of a host name. ${NOTHING_CHANGED}`,
    remedy: 'Turn on path-style addresses in the profile.'
  }),
  'precondition-failed': () => ({
    title: 'This name is already in use',
    meaning: 'An object, or a file in the chosen folder, already has this name. It was not overwritten.',
    remedy: 'Use another name, or choose to replace it.'
  }),
  'sse-key-needed': () => ({
    title: 'Encryption key required',
    meaning: 'The object was stored with an encryption key and opens only with it. The gateway keeps no copy.',
    remedy: 'Choose the key, or import it if it isn’t in this browser.'
  }),
  'sse-key-wrong': () => ({
    title: 'Wrong encryption key',
    meaning: 'The gateway rejected this key. The object is intact; it was probably encrypted with a different key.',
    remedy: 'Choose another key, or import the right one.'
  }),
  'sse-key-lost': (p) => ({
    title: 'The key was deleted from this browser',
    meaning: `Browser storage was cleared while Lockgate was open.${p.isStored ? ' The object was stored, but not verified.' : kept(p)}`,
    remedy: 'This tab still has the key in memory: save the key file, store it again, then retry.'
  }),
  'sse-key-not-backed-up': () => ({
    title: 'Back up the key first',
    meaning: 'This key exists in this tab’s memory only. Nothing was encrypted with it.',
    remedy: 'Save the key file and verify the backup on the Keys page, then retry.'
  }),
  'sse-key-in-use': () => ({
    title: 'This key is in use',
    meaning: 'A transfer or an edit in this browser still needs it. The key was not removed.',
    remedy: 'Finish or cancel what uses it, in every tab. Then remove the key.'
  }),
  'sse-key-insecure': (p) => ({
    title: 'The key was not sent',
    meaning: `${gateway(p)} uses plain HTTP, so anyone on the network could read the key. Nothing was sent.`,
    remedy: 'Use the https address of the gateway in the profile.'
  }),
  'insecure-page': () => ({
    title: 'Not accepted on a plain HTTP page',
    meaning: 'Anyone on the network could change Lockgate and read what you enter. Nothing was stored.',
    remedy: 'Open Lockgate over HTTPS to add keys or profiles.'
  }),
  'must-be-encrypted': () => ({
    title: 'This bucket requires encryption',
    meaning: 'This upload had no key, so Lockgate did not send it. Nothing was stored.',
    remedy: 'Upload it with a key, or stop requiring encryption on the bucket’s page.'
  }),
  'stored-in-clear': ({ isRemoved }) => ({
    title: 'Stored without encryption',
    meaning:
      'A key was sent, but the object opens without it: this gateway, or a proxy in front of it, ignored the key.',
    remedy: `Don’t upload confidential data here until the administrator has checked this. ${isRemoved ? 'The object was removed.' : 'Delete the object if it must not stay unencrypted.'}`
  }),
  'digest-mismatch': () => ({
    title: 'Checksum mismatch',
    meaning: 'What arrived is not what was sent. Don’t use this copy. The original is unchanged.',
    remedy: 'Retry. If it happens often, a network problem, a proxy or faulty memory may be the cause.'
  }),
  truncated: (p) => ({
    title: 'The connection broke',
    meaning: `Fewer bytes arrived than announced.${kept(p)} Incomplete files are never saved.`,
    remedy: 'Check your network, then retry.'
  }),
  'object-changed': () => ({
    title: 'The object was changed in the meantime',
    meaning: 'Another version was written while it was being read or checked. You won’t get a mix of old and new data.',
    remedy: 'Start again to get the current version.'
  }),
  'stored-compressed': () => ({
    title: 'Stored compressed',
    meaning:
      'Browsers decompress this object because of its Content-Encoding. The result can’t be verified, so it is neither saved nor shown.',
    remedy: 'Use a profile with an access key: it gets the stored bytes. Or download the object’s link with curl.'
  }),
  'source-kept': () => ({
    title: 'Copied; the original was kept',
    meaning: 'The copy was verified. Lockgate did not delete the original.',
    remedy: 'Compare both, and delete the one that you don’t need.'
  }),
  'source-gone': () => ({
    title: 'Copied; the original was gone',
    meaning: 'The copy was verified. The original was deleted in the meantime, but not by this move.',
    remedy: 'Delete the copy if the object was meant to be deleted.'
  }),
  'file-changed': () => ({
    title: 'The file changed during the upload',
    meaning: 'The file on your disk is no longer the one you chose. No mix of old and new data was stored.',
    remedy: 'Choose the file again when nothing writes to it.'
  }),
  'different-file': () => ({
    title: 'This is a different file',
    meaning:
      'Its size, date or content differs from what was uploaded before. Nothing was sent; the sent parts are kept.',
    remedy: 'Choose the original file, or start over with this one.'
  }),
  'file-unreadable': () => ({
    title: 'The file can’t be read',
    meaning: 'It was moved, deleted, or its disk is gone. What the gateway stores is unchanged.',
    remedy: 'Choose the file again.'
  }),
  'browser-storage-full': () => ({
    title: 'Browser storage is full',
    meaning: 'The browser or the disk has no more room for Lockgate. What the gateway stores is unchanged.',
    remedy: FREE_SPACE
  }),
  'download-storage-full': () => ({
    title: 'Browser storage is full',
    meaning: 'The rest of the download found no room. What was received is kept, and the object is unchanged.',
    remedy: FREE_SPACE
  }),
  'too-large-for-memory': ({ maxBytes }) => ({
    title: 'Too large for this browser window',
    meaning: `This window gives Lockgate no file storage, so downloads are held in memory${maxBytes === undefined ? '' : `, up to ${formatSize(maxBytes)}`}. Nothing was downloaded.`,
    remedy:
      'Use a window that isn’t private, or another browser. If the object isn’t encrypted, opening a link to it works too.'
  }),
  'download-storage-failed': () => ({
    title: 'Couldn’t write to browser storage',
    meaning: 'The download stopped and no file was saved. The object is unchanged.',
    remedy: 'Retry. If it keeps failing, reload Lockgate or use another browser.'
  }),
  'browser-storage-failed': () => ({
    title: 'Couldn’t save to browser storage',
    meaning: 'Writing failed, or what was read back differs. It may not have been saved.',
    remedy: 'Back up every key that has no copy outside this browser, then reload Lockgate.'
  }),
  'directory-unwritable': () => ({
    title: 'Can’t write to the chosen folder',
    meaning:
      'The disk is full or gone, or the browser is no longer allowed to write there. No partial file was left, and what the gateway stores is unchanged.',
    remedy: 'Free space or connect the disk, then retry. After reloading Lockgate, choose the folder again.'
  }),
  'bucket-not-empty': () => ({
    title: 'The bucket is not empty',
    meaning: `Only empty buckets can be deleted. Old versions and delete markers count too, though a listing doesn’t show them. ${NOTHING_CHANGED}`,
    remedy: 'Empty it first. You’ll see what will be deleted before anything happens.'
  }),
  'name-taken': () => ({
    title: 'Bucket name already taken',
    meaning: `You or another user already have a bucket with this name. ${NOTHING_CHANGED}`,
    remedy: 'Choose another name.'
  }),
  'placement-refused': () => ({
    title: 'Unknown placement',
    meaning: 'This placement doesn’t exist here, or your account isn’t allowed to use it. No bucket was created.',
    remedy: 'Choose another placement or the default one, or ask the administrator which ones exist.'
  }),
  'bucket-limit': () => ({
    title: 'Bucket limit reached',
    meaning: `The gateway limits the number of buckets per account. ${NOTHING_CHANGED}`,
    remedy: 'Delete one you no longer need, or ask the administrator for a higher limit.'
  }),
  'policy-changed': () => ({
    title: 'The policy was changed in the meantime',
    meaning:
      'The bucket’s policy is not the one Lockgate expected. Another one was probably saved elsewhere, and was kept.',
    remedy: 'Reload the policy and check it, then retry.'
  }),
  'policy-unconfirmed': () => ({
    title: 'Policy saved, but it can’t be read back',
    meaning: 'The gateway accepted the change, so it is in force. Reading it back failed or was refused.',
    remedy:
      'If it locks you out, choose “Remove policy”. If that is refused too, an administrator (a user with radosgw-admin’s --admin flag) can remove it.'
  }),
  'policy-refused': () => ({
    title: 'The gateway rejected this policy',
    meaning: 'The new policy was not saved; the gateway kept the previous one.',
    remedy: 'Check the policy against the gateway’s message in the details below.'
  }),
  'grantee-unknown': () => ({
    title: 'Unknown user ID',
    meaning: `The gateway rejects an ACL that names an unknown user. ${NOTHING_CHANGED}`,
    remedy: 'Ask for the user ID on this gateway: it is neither an email address nor an access key.'
  }),
  'acl-differs': () => ({
    title: 'The gateway stored a different ACL',
    meaning: 'It accepted the change without an error, but what was read back differs.',
    remedy: 'Check the current access before you rely on it.'
  }),
  'not-supported': () => ({
    title: 'Not supported by this gateway',
    meaning: `It reports that it doesn’t have this operation. ${NOTHING_CHANGED}`,
    remedy: 'A newer gateway may have it; ask the administrator which version this is.'
  }),
  'storage-class-refused': () => ({
    title: 'Storage class rejected',
    meaning: `The gateway probably has no such storage class for this bucket. ${NOTHING_CHANGED}`,
    remedy: 'Upload the file again with another storage class, or leave the field blank.'
  }),
  'request-refused': () => ({
    title: 'The gateway rejected the request',
    meaning: `It returned an error Lockgate doesn’t recognize. ${NOTHING_CHANGED}`,
    remedy: 'Send the details below to your administrator.'
  }),
  unexpected: () => ({
    title: 'Something went wrong in Lockgate',
    meaning: 'This is a bug in Lockgate. The last operation may or may not have completed.',
    remedy: 'Check the listing, then retry. If it keeps happening, report the details below.'
  })
}
