// Buckets, their limits and their policies.
import type { SomeErrors } from '../../error-case'
import { NOTHING_CHANGED, kept } from './phrases'

export const buckets = {
  'no-such-bucket': () => ({
    title: 'Bucket not found',
    meaning: 'It was deleted, is on another gateway, or its name is mistyped. Nothing was written.',
    remedy: 'Check the name and the profile in use.'
  }),
  'quota-exceeded': (p) => ({
    title: 'Quota exceeded',
    meaning: `The gateway accepts no more data for this account or bucket. Existing objects stay.${kept(p)}`,
    remedy: 'Delete what you no longer need, or ask the administrator for a larger quota. Then retry.'
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
  })
} satisfies SomeErrors
