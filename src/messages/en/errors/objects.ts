// Objects, uploads and copies.
import type { SomeErrors } from '../../error-case'
import { NOTHING_CHANGED, kept } from './phrases'

export const objects = {
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
  'storage-class-refused': () => ({
    title: 'Storage class rejected',
    meaning: `The gateway probably has no such storage class for this bucket. ${NOTHING_CHANGED}`,
    remedy: 'Upload the file again with another storage class, or leave the field blank.'
  })
} satisfies SomeErrors
