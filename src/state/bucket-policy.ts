// One bucket's policy and what is done with it: its text is edited, and encryption is required. Loaded when it is first needed.
import type { Gateway } from '../domain/gateway'
import { PolicyText } from './policy-text.svelte'
import { RequiredEncryption } from './required-encryption.svelte'
import { StoredPolicy, type PolicyDeps } from './stored-policy.svelte'

export class BucketPolicy {
  readonly stored: StoredPolicy
  readonly text: PolicyText
  readonly encryption: RequiredEncryption

  /** @param onRead hears the policy whenever it was read */
  constructor(gateway: Gateway, bucket: string, deps: PolicyDeps, onRead?: (json: string | undefined) => void) {
    this.stored = new StoredPolicy(gateway, bucket, deps, onRead)
    this.text = new PolicyText(this.stored)
    this.encryption = new RequiredEncryption(this.stored)
  }
}
