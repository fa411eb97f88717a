// One bucket's policy and what is done with it: its text is edited, and encryption is required. Loaded when it is first needed.
import type { Gateway } from '../domain/gateway'
import { PolicyText } from './policy-text.svelte'
import { RequiredEncryption } from './required-encryption.svelte'
import { StoredPolicy, type PolicyDeps } from './stored-policy.svelte'

export type BucketPolicy = ReturnType<typeof openBucketPolicy>

/** @param onRead hears the policy whenever it was read */
export function openBucketPolicy(
  gateway: Gateway,
  bucket: string,
  deps: PolicyDeps,
  onRead?: (json: string | undefined) => void
) {
  const stored = new StoredPolicy(gateway, bucket, deps, onRead)
  return { stored, text: new PolicyText(stored), encryption: new RequiredEncryption(stored) }
}
