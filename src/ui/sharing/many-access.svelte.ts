// One change of access for many objects: what is wanted, its progress, and what the ACLs were before.
import { cannedAclOf, withCannedAcl, withGrant, withoutGrants } from '../../domain/acl'
import type { Acl, CannedAcl, Permission } from '../../domain/acl'
import { toAppError } from '../../domain/app-error'
import type { Gateway } from '../../domain/gateway'
import type { ObjectEntry } from '../../domain/object-entry'
import type { Selection } from '../../domain/selection'
import { planManyAcls } from '../../operations/access/change-acl'
import { BulkJob } from '../../state/bulk-job.svelte'

/** General access, a user's grants, or their removal. */
export type ManyAccessKind = 'canned' | 'grant' | 'revoke'

export class ManyAccess {
  readonly #gateway: Pick<Gateway, 'storage' | 'access'>
  readonly #bucket: string
  readonly #selection: Selection
  #walk = new AbortController()
  kind = $state<ManyAccessKind>('canned')
  canned = $state<CannedAcl | undefined>()
  userId = $state('')
  permissions = $state.raw<readonly Permission[]>(['READ'])
  #job = $state.raw<BulkJob<ObjectEntry> | undefined>()
  #refusedId = $state<string | undefined>()
  #unchangedCount = $state(0)
  #before = $state.raw<ReadonlyMap<CannedAcl | 'custom', number>>(new Map())

  constructor(gateway: Pick<Gateway, 'storage' | 'access'>, bucket: string, selection: Selection) {
    this.#gateway = gateway
    this.#bucket = bucket
    this.#selection = selection
  }

  /** Undefined before it has started, and again when the gateway did not know the user. */
  get job(): BulkJob<ObjectEntry> | undefined {
    return this.#job
  }
  /** Objects that matched already: nothing was written. */
  get unchangedCount(): number {
    return this.#unchangedCount
  }
  /** How many of those changed had which ACL before. */
  get before(): ReadonlyMap<CannedAcl | 'custom', number> {
    return this.#before
  }
  get isUserRefused(): boolean {
    return this.#refusedId !== undefined && this.#refusedId === this.userId.trim()
  }
  get canStart(): boolean {
    return this.kind === 'canned' ? this.canned !== undefined : this.userId.trim() !== '' && !this.isUserRefused
  }

  /** Resolves when it is over, however it ended. */
  async start(): Promise<void> {
    if (!this.canStart || this.#job?.state === 'running') return
    const { kind } = this
    const change = this.#change()
    const job = (this.#job = new BulkJob<ObjectEntry>())
    this.#walk = new AbortController()
    this.#unchangedCount = 0
    this.#before = new Map()
    const { prefixes, entries } = this.#selection
    const plan = planManyAcls({
      gateway: this.#gateway,
      bucket: this.#bucket,
      selection: this.#selection,
      change,
      signal: this.#walk.signal,
      onOutcome: (_entry, before, isChanged) => this.#count(before, isChanged)
    })
    const userId = this.userId.trim()
    await job.run({
      ...plan,
      totalCount: prefixes.length === 0 ? entries.length : undefined,
      act: (batch, signal) =>
        plan.act(batch, signal).catch((error: unknown) => {
          // It would be refused for every object; unless we grant, it is another user that this object names.
          if (kind === 'grant' && toAppError(error).kind === 'grantee-unknown') {
            this.#refusedId = userId
            this.stop()
          }
          throw error
        })
    })
    if (this.#refusedId === userId && kind === 'grant') this.#job = undefined
  }

  stop(): void {
    this.#walk.abort(new DOMException('Stopped', 'AbortError'))
    this.#job?.stop()
  }

  #change(): (acl: Acl) => Acl {
    const { kind, canned = 'private', permissions } = this
    const userId = this.userId.trim()
    if (kind === 'canned') return (acl) => withCannedAcl(acl, canned)
    return kind === 'grant' ? (acl) => withGrant(acl, userId, permissions) : (acl) => withoutGrants(acl, userId)
  }

  #count(before: Acl, isChanged: boolean): void {
    if (!isChanged) this.#unchangedCount++
    else {
      const name = cannedAclOf(before) ?? 'custom'
      this.#before = new Map(this.#before).set(name, (this.#before.get(name) ?? 0) + 1)
    }
  }
}
