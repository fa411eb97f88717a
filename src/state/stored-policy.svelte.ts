// One bucket's stored policy: read, written, and restored after a page died in the middle, by one operation at a time. Outlives its
// section on the screen, so that a started operation is finished.
import { ownershipOf } from '../domain/account'
import { AppError, toAppError } from '../domain/app-error'
import type { Gateway } from '../domain/gateway'
import { isSamePolicy } from '../domain/policy'
import type { EncryptionRule } from '../domain/ports'
import type { PolicyEntry, PolicyJournal, PolicyPlace } from '../domain/policy-journal'
import type { SseKey } from '../domain/sse-key'
import { systemClock, type Clock } from '../transfers/clock'
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

export interface PolicyDeps {
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

export class StoredPolicy {
  readonly gateway: Gateway
  readonly bucket: string
  readonly deps: PolicyDeps
  readonly place: PolicyPlace
  readonly #onRead: ((json: string | undefined) => void) | undefined
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

  constructor(gateway: Gateway, bucket: string, deps: PolicyDeps, onRead?: (json: string | undefined) => void) {
    this.gateway = gateway
    this.bucket = bucket
    this.deps = deps
    this.#onRead = onRead
    this.place = { account: gateway.storage.account, bucket }
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
    return this.#pending !== undefined && ownershipOf(this.place.account, this.#pending) !== 'own'
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

  /** Recovers from an interrupted test, then reads everything. */
  async load(): Promise<void> {
    await this.run('recovering', () => Promise.resolve())
  }

  /** Stores or removes it, during an operation. Rejects `policy-unconfirmed` when it was accepted and cannot be read back. */
  async write(work: PolicyWork, json: string | undefined): Promise<void> {
    await writePolicy(work, json).catch((error: unknown) => {
      if (toAppError(error).kind === 'policy-unconfirmed') this.#unconfirmed = { json, atMs: work.clock.nowMs() }
      throw error
    })
  }

  noteTestObjects({ leftTestObjects }: { readonly leftTestObjects: readonly string[] }): void {
    this.#leftTestObjects = leftTestObjects
  }

  /** Restores the previous policy although it was changed since. */
  async restorePrevious(): Promise<void> {
    await this.#resolvePending((entry, work) => restorePolicy(work, entry))
  }

  /** Keeps the current policy and forgets the previous one. */
  async keepCurrent(): Promise<void> {
    await this.#resolvePending(() => Promise.resolve())
  }

  async #resolvePending(choose: (entry: PolicyEntry, work: PolicyWork) => Promise<void>): Promise<void> {
    const { journal } = this.deps
    await this.run('recovering', async (work) => {
      const entry = this.#pending
      if (entry === undefined) return
      await choose(entry, work)
      await journal.remove(entry)
    })
  }

  /** One operation at a time, in all tabs of this browser: another waits for its end, the same one joins it. */
  run(operation: PolicyOperation, act: (work: PolicyWork) => Promise<void>): Promise<void> {
    if (this.#last?.operation === operation) return this.#last.end
    const end = (this.#last?.end ?? Promise.resolve()).then(() => this.#perform(operation, act))
    const last = (this.#last = { operation, end })
    void end.finally(() => {
      if (this.#last === last) this.#last = undefined
    })
    return end
  }

  /** Reads the policy again afterwards, however it ended. */
  async #perform(operation: PolicyOperation, act: (work: PolicyWork) => Promise<void>): Promise<void> {
    this.#operation = operation
    this.#failure = undefined
    const fail = (error: unknown): void => void (this.#failure ??= { operation, error: toAppError(error) })
    if (operation === 'turning-on' || operation === 'testing' || operation === 'testing-draft') this.#steps = []
    const work = this.#work()
    const release = operation === 'recovering' ? undefined : this.deps.holdPage()
    try {
      const held = await this.deps.journal.hold(this.place, async () => {
        await this.#settle(work)
        // Nothing starts before the interrupted test is settled.
        if (this.#pending === undefined || operation === 'recovering') await act(work)
      })
      this.#isBusyElsewhere = held === undefined
    } catch (error) {
      fail(error)
    } finally {
      release?.()
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
    const { journal, makeTestKey } = this.deps
    return {
      gateway: this.gateway,
      bucket: this.bucket,
      journal,
      makeTestKey,
      clock: this.deps.clock ?? systemClock,
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
    if (entry === undefined || ownershipOf(this.place.account, entry) !== 'own') return
    const settled = await settlePolicy({ ...work, onStep: () => undefined }, entry)
    if (settled.kind === 'changed-since') return
    this.#pending = undefined
    this.noteTestObjects(settled)
    if (settled.kind === 'restored') this.#restoredAtMs = work.clock.nowMs()
  }

  /** An uncertain entry of an earlier version counts only where it wrote the current policy. */
  async #entry(): Promise<PolicyEntry | undefined> {
    const entry = await this.deps.journal.entryOf(this.place)
    if (entry === undefined || ownershipOf(this.place.account, entry) === 'own') return entry
    const current = await this.gateway.buckets.policyOf(this.bucket)
    const isWritten = !isSamePolicy(current, entry.formerJson) && hasWritten(entry, current)
    return isWritten ? entry : undefined
  }

  async #read(): Promise<void> {
    const { storage, buckets, access } = this.gateway
    const { observations, clock = systemClock } = this.deps
    this.#pending = this.#isBusyElsewhere ? undefined : await this.#entry()
    this.#rule = (await observations.settingsOf(storage, this.bucket)).encryption
    const json = await buckets.policyOf(this.bucket)
    this.#current = { json, readAtMs: clock.nowMs() }
    this.#isHidden = false
    this.#unconfirmed = undefined
    this.#onRead?.(json)
    this.#ownerId ??= await access.ofBucket(this.bucket).then(
      ({ owner }) => owner.id,
      () => undefined
    )
  }
}

export function isDenied(error: unknown): boolean {
  return error instanceof AppError && error.kind === 'access-denied'
}
