// Encryption keys, and objects that need one.
import type { SomeErrors } from '../../error-case'
import { gateway, kept } from './phrases'

export const encryption = {
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
  })
} satisfies SomeErrors
