// One bucket's policy and whether only encrypted uploads come in: read, proven, changed, and what is still owed to it from a page
// that died. Lives on when its section leaves the screen, since what was begun must be ended.
import { ownershipOf } from '../domain/account'
import { AppError, toAppError } from '../domain/app-error'
import { isEnforced, type EncryptionTest } from '../domain/encryption-test'
import type { Gateway } from '../domain/gateway'
import { hasOwn, isSamePolicy, withoutOwn } from '../domain/policy'
import type { EncryptionRule, PolicyEntry, PolicyJournal, PolicyPlace } from '../domain/ports'
import { maySendSseKey } from '../domain/profile'
import type { SseKey } from '../domain/sse-key'
import { systemClock, type Clock } from '../transfers/clock'
import { requireEncryption, provePresent, tryPolicy, type PolicyTrial } from '../operations/policy/require-encryption'
import {
  hasWritten,
  restoreAttributes,
  settlePolicy,
  writePolicy,
  type PolicyWork,
  type EncryptionTestStep
} from '../operations/policy/change-policy'
import type { EncryptionObservations } from './encryption-observations.svelte'
import type { PolicyDrafts } from './policy-drafts.svelte'

export interface BucketPolicyDeps {
  readonly journal: PolicyJournal
  readonly locks: Pick<EncryptionObservations, 'settingsOf' | 'setEncryption'>
  readonly makeTestKey: () => Promise<SseKey>
  /** The page asks before it is closed, until the function that is returned is called. */
  readonly holdPage: () => () => void
  /** What was typed and not saved. */
  readonly drafts: PolicyDrafts
  readonly clock?: Clock
}

export type PolicyOperation = 'turning-on' | 'turning-off' | 'proving' | 'trying' | 'saving' | 'settling'

interface Present {
  /** Undefined: the bucket has none. */
  readonly json: string | undefined
  readonly readAtMs: number
}

export class BucketPolicy {
  readonly #gateway: Gateway
  readonly #bucket: string
  readonly #rooms: BucketPolicyDeps
  readonly #place: PolicyPlace
  #present = $state.raw<Present | undefined>()
  #isHidden = $state(false)
  #unconfirmed = $state.raw<{ readonly json: string | undefined; readonly atMs: number } | undefined>()
  #ownerId = $state<string | undefined>()
  #rule = $state.raw<EncryptionRule | undefined>()
  /** The deed that runs, or the last of those that wait for it. */
  #last: { readonly deed: PolicyOperation; readonly end: Promise<void> } | undefined
  #deed = $state<PolicyOperation | undefined>()
  #failure = $state.raw<{ readonly deed: PolicyOperation; readonly error: AppError } | undefined>()
  #steps = $state.raw<readonly EncryptionTestStep[]>([])
  #owed = $state.raw<PolicyEntry | undefined>()
  #putBackAtMs = $state<number | undefined>()
  #isBusyElsewhere = $state(false)
  #leftTestObjects = $state.raw<readonly string[]>([])
  #proof = $state.raw<
    { readonly findings: EncryptionTest; readonly atMs: number; readonly policyJson: string | undefined } | undefined
  >()
  #trial = $state.raw<(PolicyTrial & { readonly json: string; readonly atMs: number }) | undefined>()
  #hasChangedMeanwhile = $state(false)

  constructor(gateway: Gateway, bucket: string, rooms: BucketPolicyDeps) {
    this.#gateway = gateway
    this.#bucket = bucket
    this.#rooms = rooms
    this.#place = { account: gateway.storage.account, bucket }
  }

  get #drafts(): PolicyDrafts {
    return this.#rooms.drafts
  }

  /** The policy as it was read last; undefined before that. */
  get present(): Present | undefined {
    return this.#present
  }
  /** The gateway does not let this account read the policy: there may be one, which it may still be able to remove. */
  get isHidden(): boolean {
    return this.#isHidden
  }
  /** What the gateway took last and could not be read back; undefined as soon as the policy was read. */
  get unconfirmed(): { readonly json: string | undefined; readonly atMs: number } | undefined {
    return this.#unconfirmed
  }
  get ownerId(): string | undefined {
    return this.#ownerId
  }
  /** What was proven in this browser. */
  get rule(): EncryptionRule | undefined {
    return this.#rule
  }
  /** True when the policy is no longer the one under which the gateway was seen to enforce. */
  get isTestOld(): boolean {
    return this.#rule?.by === 'gateway' && !isSamePolicy(this.#rule.policyJson, this.#present?.json)
  }
  get hasOwnStatement(): boolean {
    return hasOwn(this.#present?.json)
  }
  get isOn(): boolean {
    return this.#rule !== undefined || this.hasOwnStatement
  }
  /** Without a way to send a key nothing can be proven, and nothing encrypted be sent. */
  get canTest(): boolean {
    return maySendSseKey(this.#gateway.storage.endpoint)
  }
  /** What is under way. */
  get deed(): PolicyOperation | undefined {
    return this.#deed
  }
  /** Of the latest deed; what it began is put back, or `owed`. */
  get failure(): { readonly deed: PolicyOperation; readonly error: AppError } | undefined {
    return this.#failure
  }
  /** Of the latest proof, in the order in which they began. */
  get steps(): readonly EncryptionTestStep[] {
    return this.#steps
  }
  /** The work of a page that died, under a policy that somebody has changed since, or that cannot be put back yet. */
  get owed(): PolicyEntry | undefined {
    return this.#owed
  }
  /** An earlier version left it, and it may be of another account's bucket of this name. */
  get isPendingUncertain(): boolean {
    return this.#owed !== undefined && ownershipOf(this.#place.account, this.#owed) !== 'own'
  }
  /** When the former policy was put back after a page that had died. */
  get putBackAtMs(): number | undefined {
    return this.#putBackAtMs
  }
  /** Another page of this browser works on this policy. */
  get isBusyElsewhere(): boolean {
    return this.#isBusyElsewhere
  }
  get leftTestObjects(): readonly string[] {
    return this.#leftTestObjects
  }
  /** What the policy did when it was tried as it is, without Lockgate's rule being on. */
  get proof(): { readonly findings: EncryptionTest; readonly atMs: number } | undefined {
    // Of another policy it says nothing.
    return isSamePolicy(this.#proof?.policyJson, this.#present?.json) ? this.#proof : undefined
  }
  /** What the policy that was typed did when it was tried. */
  get trial(): (PolicyTrial & { readonly json: string; readonly atMs: number }) | undefined {
    return this.#trial
  }
  /** The policy at the gateway is no longer the one that the person began to change. */
  get hasChangedMeanwhile(): boolean {
    return this.#hasChangedMeanwhile
  }

  /** What the person has typed in the place of the policy; undefined: nothing. Stays when saving fails. */
  get draft(): string | undefined {
    return this.#drafts.of(this.#place)?.json
  }
  set draft(json: string | undefined) {
    const before = this.#drafts.of(this.#place)
    const baseJson = before === undefined ? this.#present?.json : before.baseJson
    this.#drafts.set(this.#place, json === undefined ? undefined : { json, baseJson })
  }
  /** Told by the editor: what is typed differs from what is stored. */
  setUnsaved(isUnsaved: boolean): void {
    this.#drafts.setUnsaved(this.#place, isUnsaved)
  }

  /** Reads everything, and gives back first what a page that died owes. */
  async load(): Promise<void> {
    await this.#do('settling', () => Promise.resolve())
  }

  /** Adds Lockgate's statement if it is proven to work; else Lockgate alone refuses plain uploads. */
  async turnOn(): Promise<void> {
    await this.#do('turning-on', async (work) => {
      const outcome = await requireEncryption(work)
      this.#leftTestObjects = outcome.leftTestObjects
      await this.#note(outcome.isKept ? 'gateway' : 'lockgate', outcome)
    })
  }

  /** Takes Lockgate's statement out, and no other. */
  async turnOff(): Promise<void> {
    await this.#do('turning-off', async (work) => {
      const json = await this.#gateway.buckets.policyOf(this.#bucket)
      if (json !== undefined && hasOwn(json)) await writePolicy(work, withoutOwn(json))
      await this.#rooms.locks.setEncryption(this.#gateway.storage, this.#bucket, undefined)
    })
  }

  /** Tries what the present policy does, whoever wrote it. */
  async prove(): Promise<void> {
    await this.#do('proving', async (work) => {
      const wasOn = this.isOn
      const outcome = await provePresent(work)
      const { findings } = outcome
      this.#leftTestObjects = outcome.leftTestObjects
      this.#proof = undefined
      if (isEnforced(findings)) await this.#note('gateway', outcome)
      else if (wasOn) await this.#note('lockgate', outcome)
      else this.#proof = { findings, atMs: this.#clock.nowMs(), policyJson: outcome.policyJson }
    })
  }

  /** Tries what the typed policy would do to uploads, on probes alone. */
  async tryDraft(json: string): Promise<void> {
    await this.#do('trying', async (work) => {
      const trial = await tryPolicy(work, json)
      this.#leftTestObjects = trial.leftTestObjects
      this.#trial = { ...trial, json, atMs: this.#clock.nowMs() }
    })
  }

  /** Puts what was typed, or removes the policy. Does nothing the first time when somebody has changed the policy meanwhile. */
  async save(json: string | undefined): Promise<void> {
    await this.#do('saving', async (work) => {
      // What the draft was made from, however often the present one was read since.
      const draft = this.#drafts.of(this.#place)
      const seen = json === undefined || draft === undefined ? this.#present?.json : draft.baseJson
      // Who may not read the policy is told so, and may still replace or remove it.
      const now = await this.#gateway.buckets.policyOf(this.#bucket).catch((error: unknown) => {
        if (isDenied(error)) return seen
        throw error
      })
      const isUnseenChange = !isSamePolicy(now, seen)
      this.#hasChangedMeanwhile = isUnseenChange
      if (isUnseenChange) {
        if (draft !== undefined) this.#drafts.set(this.#place, { ...draft, baseJson: now }) // whoever saves again has been told
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

  /** After somebody changed the policy in the middle: puts the former one back all the same. */
  async putFormerBack(): Promise<void> {
    await this.#end((entry, work) => restoreAttributes(work, entry))
  }

  /** After somebody changed the policy in the middle: leaves theirs, and forgets the former one. */
  async keepCurrent(): Promise<void> {
    await this.#end(() => Promise.resolve())
  }

  get #clock(): Clock {
    return this.#rooms.clock ?? systemClock
  }

  async #end(choose: (entry: PolicyEntry, work: PolicyWork) => Promise<void>): Promise<void> {
    const { journal } = this.#rooms
    await this.#do('settling', async (work) => {
      const entry = this.#owed
      if (entry === undefined) return
      await choose(entry, work)
      await journal.remove(entry)
    })
  }

  /** One deed at a time, in this page and in every other of this browser: another waits for its end, the same one joins it. */
  #do(deed: PolicyOperation, act: (work: PolicyWork) => Promise<void>): Promise<void> {
    if (this.#last?.deed === deed) return this.#last.end
    const end = (this.#last?.end ?? Promise.resolve()).then(() => this.#run(deed, act))
    const last = (this.#last = { deed, end })
    void end.finally(() => {
      if (this.#last === last) this.#last = undefined
    })
    return end
  }

  /** What is there is read again afterwards, however it ended. */
  async #run(deed: PolicyOperation, act: (work: PolicyWork) => Promise<void>): Promise<void> {
    this.#deed = deed
    this.#failure = undefined
    const fail = (error: unknown): void => void (this.#failure ??= { deed, error: toAppError(error) })
    if (deed === 'turning-on' || deed === 'proving' || deed === 'trying') this.#steps = []
    const work = this.#work()
    const abandon = deed === 'settling' ? undefined : this.#rooms.holdPage()
    try {
      const held = await this.#rooms.journal.hold(this.#place, async () => {
        await this.#settle(work)
        // Nothing new is begun on top of what is not settled.
        if (this.#owed === undefined || deed === 'settling') await act(work)
      })
      this.#isBusyElsewhere = held === undefined
    } catch (error) {
      fail(error)
    } finally {
      abandon?.()
    }
    await this.#read().catch((error: unknown) => {
      this.#isHidden = isDenied(error)
      // What was there before is no longer known to be.
      if (this.#isHidden || deed !== 'settling') this.#present = undefined
      fail(error)
    })
    this.#deed = undefined
  }

  #work(): PolicyWork {
    const { journal, makeTestKey } = this.#rooms
    return {
      gateway: this.#gateway,
      bucket: this.#bucket,
      journal,
      makeTestKey,
      clock: this.#clock,
      onStep: (step) => {
        const isSame = (one: EncryptionTestStep): boolean =>
          one.deed === step.deed && one.round === step.round && one.scope === step.scope
        const last = this.#steps.findLastIndex((one) => isSame(one) && one.result === undefined)
        this.#steps = step.result === undefined || last < 0 ? [...this.#steps, step] : this.#steps.with(last, step)
      }
    }
  }

  async #settle(work: PolicyWork): Promise<void> {
    const entry = await this.#entry()
    this.#owed = entry
    // What is only perhaps this bucket's is for the person to decide.
    if (entry === undefined || ownershipOf(this.#place.account, entry) !== 'own') return
    const settled = await settlePolicy({ ...work, onStep: () => undefined }, entry)
    if (settled.kind === 'changed-since') return
    this.#owed = undefined
    this.#leftTestObjects = settled.leftTestObjects
    if (settled.kind === 'put-back') this.#putBackAtMs = this.#clock.nowMs()
  }

  /** One of an earlier version that is perhaps another account's counts only where it wrote the policy that is there. */
  async #entry(): Promise<PolicyEntry | undefined> {
    const entry = await this.#rooms.journal.entryOf(this.#place)
    if (entry === undefined || ownershipOf(this.#place.account, entry) === 'own') return entry
    const present = await this.#gateway.buckets.policyOf(this.#bucket)
    const isWritten = !isSamePolicy(present, entry.formerJson) && hasWritten(entry, present)
    return isWritten ? entry : undefined
  }

  async #note(
    by: EncryptionRule['by'],
    { findings, policyJson }: Pick<EncryptionRule, 'findings' | 'policyJson'>
  ): Promise<void> {
    const rule: EncryptionRule = { by, findings, policyJson, provenAtMs: this.#clock.nowMs() }
    await this.#rooms.locks.setEncryption(this.#gateway.storage, this.#bucket, rule)
  }

  async #read(): Promise<void> {
    const { storage, buckets, access } = this.#gateway
    const { locks } = this.#rooms
    this.#owed = this.#isBusyElsewhere ? undefined : await this.#entry()
    this.#rule = (await locks.settingsOf(storage, this.#bucket)).encryption
    this.#present = { json: await buckets.policyOf(this.#bucket), readAtMs: this.#clock.nowMs() }
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
