// Whether a bucket takes only encrypted uploads: turned on and off, and tested on what the gateway really does.
import { isEnforced, type EncryptionTest } from '../domain/encryption-test'
import { hasOwn, isSamePolicy, withoutOwn } from '../domain/policy'
import type { EncryptionRule } from '../domain/ports'
import { maySendSseKey } from '../domain/profile'
import { writePolicy, type PolicyWork } from '../operations/policy/change-policy'
import {
  requireEncryption,
  testCurrentPolicy,
  testPolicy,
  type PolicyTest,
  type RequireOutcome
} from '../operations/policy/require-encryption'
import type { StoredPolicy } from './stored-policy.svelte'

interface CurrentTest {
  readonly findings: EncryptionTest
  readonly atMs: number
  readonly policyJson: string | undefined
}

interface DraftTest extends PolicyTest {
  readonly json: string
  readonly atMs: number
}

export class RequiredEncryption {
  readonly #stored: StoredPolicy
  #currentTest = $state.raw<CurrentTest | undefined>()
  #draftTest = $state.raw<DraftTest | undefined>()

  constructor(stored: StoredPolicy) {
    this.#stored = stored
  }

  /** True when the policy is no longer the one under which the gateway was seen to enforce. */
  get isTestOld(): boolean {
    const { rule, current } = this.#stored
    return rule?.by === 'gateway' && !isSamePolicy(rule.policyJson, current?.json)
  }
  get hasOwnStatement(): boolean {
    return hasOwn(this.#stored.current?.json)
  }
  get isOn(): boolean {
    return this.#stored.rule !== undefined || this.hasOwnStatement
  }
  /** A test needs to send a key. */
  get canTest(): boolean {
    return maySendSseKey(this.#stored.gateway.storage.endpoint)
  }
  /** Result for the current policy, without Lockgate's rule being on. */
  get currentTest(): CurrentTest | undefined {
    // Says nothing about another policy.
    return isSamePolicy(this.#currentTest?.policyJson, this.#stored.current?.json) ? this.#currentTest : undefined
  }
  /** Result for the policy in the editor. */
  get draftTest(): DraftTest | undefined {
    return this.#draftTest
  }

  /** Adds Lockgate's statement if a test shows that it works; else Lockgate alone refuses unencrypted uploads. */
  async turnOn(): Promise<void> {
    await this.#stored.run('turning-on', async (work) => {
      const outcome = await requireEncryption(work)
      this.#stored.noteTestObjects(outcome)
      await this.#saveRule(work, outcome.isKept ? 'gateway' : 'lockgate', outcome)
    })
  }

  /** Removes Lockgate's statement, and no other. */
  async turnOff(): Promise<void> {
    await this.#stored.run('turning-off', async (work) => {
      const json = await work.gateway.buckets.policyOf(work.bucket)
      if (json !== undefined && hasOwn(json)) await writePolicy(work, withoutOwn(json))
      await this.#stored.deps.observations.setEncryption(work.gateway.storage, work.bucket, undefined)
    })
  }

  /** Tests the current policy, regardless of its author. */
  async testCurrent(): Promise<void> {
    await this.#stored.run('testing', async (work) => {
      const wasOn = this.isOn
      const outcome = await testCurrentPolicy(work)
      const { findings, policyJson } = outcome
      this.#stored.noteTestObjects(outcome)
      this.#currentTest = undefined
      if (isEnforced(findings)) await this.#saveRule(work, 'gateway', outcome)
      else if (wasOn) await this.#saveRule(work, 'lockgate', outcome)
      else this.#currentTest = { findings, atMs: work.clock.nowMs(), policyJson }
    })
  }

  /** Tests a policy that is not stored, on test objects alone. */
  async testDraft(json: string): Promise<void> {
    await this.#stored.run('testing-draft', async (work) => {
      const outcome = await testPolicy(work, json)
      this.#stored.noteTestObjects(outcome)
      this.#draftTest = { ...outcome, json, atMs: work.clock.nowMs() }
    })
  }

  async #saveRule(work: PolicyWork, by: EncryptionRule['by'], { findings, policyJson }: RequireOutcome): Promise<void> {
    const rule: EncryptionRule = { by, findings, policyJson, provenAtMs: work.clock.nowMs() }
    await this.#stored.deps.observations.setEncryption(work.gateway.storage, work.bucket, rule)
  }
}
