// One bucket's policy and its required encryption: read, tested, changed, and restored after a page died in the middle. Outlives its
// section on the screen, so that a started operation is finished.
import { ownershipOf } from '../domain/account'
import { AppError, toAppError } from '../domain/app-error'
import { isEnforced, type EncryptionTest } from '../domain/encryption-test'
import type { Gateway } from '../domain/gateway'
import { hasOwn, indentPolicy, isSamePolicy, withoutOwn } from '../domain/policy'
import type { EncryptionRule, PolicyEntry, PolicyJournal, PolicyPlace } from '../domain/ports'
import { maySendSseKey } from '../domain/profile'
import type { SseKey } from '../domain/sse-key'
import { systemClock, type Clock } from '../transfers/clock'
import {
  requireEncryption,
  testCurrentPolicy,
  testPolicy,
  type PolicyTest
} from '../operations/policy/require-encryption'
import {
  hasWritten,
  restorePolicy,
  settlePolicy,
  writePolicy,
  type PolicyWork,
  type EncryptionTestStep
} from '../operations/policy/change-policy'
import type { EncryptionObservations } from './encryption-observations.svelte'
import type { PolicyDrafts } from './policy-drafts.svelte'

export interface BucketPolicyDeps {
  readonly journal: PolicyJournal
  readonly observations: Pick<EncryptionObservations, 'settingsOf' | 'setEncryption'>
  readonly makeTestKey: () => Promise<SseKey>
  /** The page asks before it closes, until the returned function is called. */
  readonly holdPage: () => () => void
  /** Edited, unsaved policies. */
  readonly drafts: PolicyDrafts
  readonly clock?: Clock
}

export type PolicyOperation = 'turning-on' | 'turning-off' | 'testing' | 'testing-draft' | 'saving' | 'recovering'

interface CurrentPolicy {
  /** Undefined: the bucket has none. */
  readonly json: string | undefined
  readonly readAtMs: number
}

export class BucketPolicy {
  readonly #gateway: Gateway
  readonly #bucket: string
  readonly #deps: BucketPolicyDeps
  readonly #place: PolicyPlace
  #current = $state.raw<CurrentPolicy | undefined>()
  #isHidden = $state(false)
  #unconfirmed = $state.raw<{ readonly json: string | undefined; readonly atMs: number } | undefined>()
  #ownerId = $state<string | undefined>()
  #rule = $state.raw<EncryptionRule | undefined>()
  /** The operation that runs, or the last of those that wait for it. */
  #last: { readonly operation: PolicyOperation; readonly end: Promise<void> } | undefined
  #operation = $state<PolicyOperation | undefined>()
  #failure = $state.raw<{ readonly operation: PolicyOperation; readonly error: AppError } | undefined>()
  #steps = $state.raw<readonly EncryptionTestStep[]>([])
  #pending = $state.raw<PolicyEntry | undefined>()
  #restoredAtMs = $state<number | undefined>()
  #isBusyElsewhere = $state(false)
  #leftTestObjects = $state.raw<readonly string[]>([])
  #currentTest = $state.raw<
    { readonly findings: EncryptionTest; readonly atMs: number; readonly policyJson: string | undefined } | undefined
  >()
  #draftTest = $state.raw<(PolicyTest & { readonly json: string; readonly atMs: number }) | undefined>()
  #hasConflict = $state(false)

  constructor(gateway: Gateway, bucket: string, deps: BucketPolicyDeps) {
    this.#gateway = gateway
    this.#bucket = bucket
    this.#deps = deps
    this.#place = { account: gateway.storage.account, bucket }
  }

  get #drafts(): PolicyDrafts {
    return this.#deps.drafts
  }

  /** As last read; undefined before that. */
  get current(): CurrentPolicy | undefined {
    return this.#current
  }
  /** The gateway does not let this account read the policy: there may be one, which it may still be able to remove. */
  get isHidden(): boolean {
    return this.#isHidden
  }
  /** What the gateway accepted last and could not be read back; undefined as soon as the policy was read. */
  get unconfirmed(): { readonly json: string | undefined; readonly atMs: number } | undefined {
    return this.#unconfirmed
  }
  get ownerId(): string | undefined {
    return this.#ownerId
  }
  /** The latest test result of this browser. */
  get rule(): EncryptionRule | undefined {
    return this.#rule
  }
  /** True when the policy is no longer the one under which the gateway was seen to enforce. */
  get isTestOld(): boolean {
    return this.#rule?.by === 'gateway' && !isSamePolicy(this.#rule.policyJson, this.#current?.json)
  }
  get hasOwnStatement(): boolean {
    return hasOwn(this.#current?.json)
  }
  get isOn(): boolean {
    return this.#rule !== undefined || this.hasOwnStatement
  }
  /** A test needs to send a key. */
  get canTest(): boolean {
    return maySendSseKey(this.#gateway.storage.endpoint)
  }
  /** In progress. */
  get operation(): PolicyOperation | undefined {
    return this.#operation
  }
  /** Of the latest operation; its changes are reverted, or `pending`. */
  get failure(): { readonly operation: PolicyOperation; readonly error: AppError } | undefined {
    return this.#failure
  }
  /** Of the latest test, in the order in which they started. */
  get steps(): readonly EncryptionTestStep[] {
    return this.#steps
  }
  /** An interrupted test whose previous policy is not restored: the policy was changed since, or restoring failed. */
  get pending(): PolicyEntry | undefined {
    return this.#pending
  }
  /** An earlier version left it, and it may be of another account's bucket of this name. */
  get isPendingUncertain(): boolean {
    return this.#pending !== undefined && ownershipOf(this.#place.account, this.#pending) !== 'own'
  }
  /** When the previous policy was restored after an interrupted test. */
  get restoredAtMs(): number | undefined {
    return this.#restoredAtMs
  }
  /** Another page of this browser works on this policy. */
  get isBusyElsewhere(): boolean {
    return this.#isBusyElsewhere
  }
  get leftTestObjects(): readonly string[] {
    return this.#leftTestObjects
  }
  /** Result for the current policy, without Lockgate's rule being on. */
  get currentTest(): { readonly findings: EncryptionTest; readonly atMs: number } | undefined {
    // Says nothing about another policy.
    return isSamePolicy(this.#currentTest?.policyJson, this.#current?.json) ? this.#currentTest : undefined
  }
  /** Result for the policy in the editor. */
  get draftTest(): (PolicyTest & { readonly json: string; readonly atMs: number }) | undefined {
    return this.#draftTest
  }
  /** The gateway's policy is no longer the one that the draft is based on. */
  get hasConflict(): boolean {
    return this.#hasConflict
  }

  /** The edited policy; undefined: none. Stays when saving fails. */
  get draft(): string | undefined {
    return this.#drafts.of(this.#place)?.json
  }
  set draft(json: string | undefined) {
    const before = this.#drafts.of(this.#place)
    const baseJson = before === undefined ? this.#current?.json : before.baseJson
    const isUnsaved = json !== (baseJson === undefined ? '' : indentPolicy(baseJson))
    this.#drafts.set(this.#place, json === undefined ? undefined : { json, baseJson, isUnsaved })
  }
  /** Keeps the text of a policy that was just removed in the editor, until the user leaves. */
  keepRemoved(json: string): void {
    this.#drafts.set(this.#place, { json, baseJson: this.#current?.json, isUnsaved: false })
  }

  /** Recovers from an interrupted test, then reads everything. */
  async load(): Promise<void> {
    await this.#enqueue('recovering', () => Promise.resolve())
  }

  /** Adds Lockgate's statement if a test shows that it works; else Lockgate alone refuses unencrypted uploads. */
  async turnOn(): Promise<void> {
    await this.#enqueue('turning-on', async (work) => {
      const outcome = await requireEncryption(work)
      this.#leftTestObjects = outcome.leftTestObjects
      await this.#saveRule(outcome.isKept ? 'gateway' : 'lockgate', outcome)
    })
  }

  /** Removes Lockgate's statement, and no other. */
  async turnOff(): Promise<void> {
    await this.#enqueue('turning-off', async (work) => {
      const json = await this.#gateway.buckets.policyOf(this.#bucket)
      if (json !== undefined && hasOwn(json)) await writePolicy(work, withoutOwn(json))
      await this.#deps.observations.setEncryption(this.#gateway.storage, this.#bucket, undefined)
    })
  }

  /** Tests the current policy, regardless of its author. */
  async testCurrent(): Promise<void> {
    await this.#enqueue('testing', async (work) => {
      const wasOn = this.isOn
      const outcome = await testCurrentPolicy(work)
      const { findings } = outcome
      this.#leftTestObjects = outcome.leftTestObjects
      this.#currentTest = undefined
      if (isEnforced(findings)) await this.#saveRule('gateway', outcome)
      else if (wasOn) await this.#saveRule('lockgate', outcome)
      else this.#currentTest = { findings, atMs: this.#clock.nowMs(), policyJson: outcome.policyJson }
    })
  }

  /** Tests a policy that is not stored, on test objects alone. */
  async testDraft(json: string): Promise<void> {
    await this.#enqueue('testing-draft', async (work) => {
      const draftTest = await testPolicy(work, json)
      this.#leftTestObjects = draftTest.leftTestObjects
      this.#draftTest = { ...draftTest, json, atMs: this.#clock.nowMs() }
    })
  }

  /** Stores or removes the policy. Does nothing the first time when it was changed on the gateway. */
  async save(json: string | undefined): Promise<void> {
    await this.#enqueue('saving', async (work) => {
      // What the draft is based on, however often the current one was read since.
      const draft = this.#drafts.of(this.#place)
      const seen = json === undefined || draft === undefined ? this.#current?.json : draft.baseJson
      // Without permission to read the policy, it may still be replaced or removed.
      const now = await this.#gateway.buckets.policyOf(this.#bucket).catch((error: unknown) => {
        if (isDenied(error)) return seen
        throw error
      })
      const isUnseenChange = !isSamePolicy(now, seen)
      this.#hasConflict = isUnseenChange
      if (isUnseenChange) {
        if (draft !== undefined) this.#drafts.set(this.#place, { ...draft, baseJson: now }) // saving again overwrites it: the user has been warned
        return
      }
      await writePolicy(work, json).catch((error: unknown) => {
        if (toAppError(error).kind === 'policy-unconfirmed') {
          this.#unconfirmed = { json, atMs: this.#clock.nowMs() }
          this.draft = undefined
        }
        throw error
      })
      this.draft = undefined
    })
  }

  /** Restores the previous policy although it was changed since. */
  async restorePrevious(): Promise<void> {
    await this.#resolvePending((entry, work) => restorePolicy(work, entry))
  }

  /** Keeps the current policy and forgets the previous one. */
  async keepCurrent(): Promise<void> {
    await this.#resolvePending(() => Promise.resolve())
  }

  get #clock(): Clock {
    return this.#deps.clock ?? systemClock
  }

  async #resolvePending(choose: (entry: PolicyEntry, work: PolicyWork) => Promise<void>): Promise<void> {
    const { journal } = this.#deps
    await this.#enqueue('recovering', async (work) => {
      const entry = this.#pending
      if (entry === undefined) return
      await choose(entry, work)
      await journal.remove(entry)
    })
  }

  /** One operation at a time, in all tabs of this browser: another waits for its end, the same one joins it. */
  #enqueue(operation: PolicyOperation, act: (work: PolicyWork) => Promise<void>): Promise<void> {
    if (this.#last?.operation === operation) return this.#last.end
    const end = (this.#last?.end ?? Promise.resolve()).then(() => this.#run(operation, act))
    const last = (this.#last = { operation, end })
    void end.finally(() => {
      if (this.#last === last) this.#last = undefined
    })
    return end
  }

  /** Reads the policy again afterwards, however it ended. */
  async #run(operation: PolicyOperation, act: (work: PolicyWork) => Promise<void>): Promise<void> {
    this.#operation = operation
    this.#failure = undefined
    const fail = (error: unknown): void => void (this.#failure ??= { operation, error: toAppError(error) })
    if (operation === 'turning-on' || operation === 'testing' || operation === 'testing-draft') this.#steps = []
    const work = this.#work()
    const abandon = operation === 'recovering' ? undefined : this.#deps.holdPage()
    try {
      const held = await this.#deps.journal.hold(this.#place, async () => {
        await this.#settle(work)
        // Nothing starts before the interrupted test is settled.
        if (this.#pending === undefined || operation === 'recovering') await act(work)
      })
      this.#isBusyElsewhere = held === undefined
    } catch (error) {
      fail(error)
    } finally {
      abandon?.()
    }
    await this.#read().catch((error: unknown) => {
      this.#isHidden = isDenied(error)
      // The policy that was read before may be outdated.
      if (this.#isHidden || operation !== 'recovering') this.#current = undefined
      fail(error)
    })
    this.#operation = undefined
  }

  #work(): PolicyWork {
    const { journal, makeTestKey } = this.#deps
    return {
      gateway: this.#gateway,
      bucket: this.#bucket,
      journal,
      makeTestKey,
      clock: this.#clock,
      onStep: (step) => {
        const isSame = (one: EncryptionTestStep): boolean =>
          one.action === step.action && one.round === step.round && one.scope === step.scope
        const last = this.#steps.findLastIndex((one) => isSame(one) && one.result === undefined)
        this.#steps = step.result === undefined || last < 0 ? [...this.#steps, step] : this.#steps.with(last, step)
      }
    }
  }

  async #settle(work: PolicyWork): Promise<void> {
    const entry = await this.#entry()
    this.#pending = entry
    // Perhaps another bucket's: the user decides.
    if (entry === undefined || ownershipOf(this.#place.account, entry) !== 'own') return
    const settled = await settlePolicy({ ...work, onStep: () => undefined }, entry)
    if (settled.kind === 'changed-since') return
    this.#pending = undefined
    this.#leftTestObjects = settled.leftTestObjects
    if (settled.kind === 'restored') this.#restoredAtMs = this.#clock.nowMs()
  }

  /** An uncertain entry of an earlier version counts only where it wrote the current policy. */
  async #entry(): Promise<PolicyEntry | undefined> {
    const entry = await this.#deps.journal.entryOf(this.#place)
    if (entry === undefined || ownershipOf(this.#place.account, entry) === 'own') return entry
    const current = await this.#gateway.buckets.policyOf(this.#bucket)
    const isWritten = !isSamePolicy(current, entry.formerJson) && hasWritten(entry, current)
    return isWritten ? entry : undefined
  }

  async #saveRule(
    by: EncryptionRule['by'],
    { findings, policyJson }: Pick<EncryptionRule, 'findings' | 'policyJson'>
  ): Promise<void> {
    const rule: EncryptionRule = { by, findings, policyJson, provenAtMs: this.#clock.nowMs() }
    await this.#deps.observations.setEncryption(this.#gateway.storage, this.#bucket, rule)
  }

  async #read(): Promise<void> {
    const { storage, buckets, access } = this.#gateway
    const { observations } = this.#deps
    this.#pending = this.#isBusyElsewhere ? undefined : await this.#entry()
    this.#rule = (await observations.settingsOf(storage, this.#bucket)).encryption
    this.#current = { json: await buckets.policyOf(this.#bucket), readAtMs: this.#clock.nowMs() }
    this.#isHidden = false
    this.#unconfirmed = undefined
    this.#ownerId ??= await access.ofBucket(this.#bucket).then(
      ({ owner }) => owner.id,
      () => undefined
    )
  }
}

function isDenied(error: unknown): boolean {
  return error instanceof AppError && error.kind === 'access-denied'
}
