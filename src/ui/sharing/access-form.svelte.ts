// One ACL and the change that a user wants: loaded, changed, written whole and read back.
import { accessChanges, isSameAcl, withCannedAcl, withGrant, withoutGrants } from '../../domain/acl'
import type { AccessChange, Acl, AclScope, CannedAcl, Permission } from '../../domain/acl'
import { isAbort, toAppError, type AppError } from '../../domain/app-error'
import { changeAcl, type AclOutcome, type AclPlace } from '../../operations/access/change-acl'
import { Load } from '../../state/load.svelte'

export class AccessForm {
  readonly #place: AclPlace
  readonly acl = new Load<Acl>()
  /** Undefined: what groups may do stays as it is. */
  canned = $state<CannedAcl | undefined>()
  /** Whom to grant `permissions`, as typed. */
  userId = $state('')
  permissions = $state.raw<readonly Permission[]>(['READ'])
  #removedIds = $state.raw<readonly string[]>([])
  #outcome = $state.raw<AclOutcome | undefined>()
  #applyError = $state.raw<AppError | undefined>()
  #refusedId = $state<string | undefined>()
  #isApplying = $state(false)

  readonly wanted = $derived.by(() => (this.acl.value === undefined ? undefined : this.#change(this.acl.value)))
  /** Empty: nothing would be written. */
  readonly changes: readonly AccessChange[] = $derived.by(() =>
    this.acl.value === undefined || this.wanted === undefined || isSameAcl(this.acl.value, this.wanted)
      ? []
      : accessChanges(this.acl.value, this.wanted)
  )
  /** Why the user that was typed cannot be granted anything. */
  readonly userProblem = $derived.by((): 'owner' | 'unknown' | undefined => {
    const id = this.userId.trim()
    if (id === '') return undefined
    if (id === this.acl.value?.owner.id) return 'owner'
    return id === this.#refusedId ? 'unknown' : undefined
  })

  readonly scope: AclScope

  constructor(place: AclPlace, scope: AclScope) {
    this.scope = scope
    this.#place = place
  }

  /** Users whose grants are to be removed. */
  get removedIds(): readonly string[] {
    return this.#removedIds
  }
  /** Of the last change that was asked for. */
  get outcome(): AclOutcome | undefined {
    return this.#outcome
  }
  /** Why the last change failed; an unknown user is told by `userProblem`. */
  get applyError(): AppError | undefined {
    return this.#applyError
  }
  get isApplying(): boolean {
    return this.#isApplying
  }

  async load(): Promise<void> {
    if (this.#outcome?.kind === 'changed') this.#outcome = undefined // what is read now may have been changed since
    await this.acl.run((signal) => this.#place.read(signal))
  }

  toggleRemoved(userId: string): void {
    this.#removedIds = this.#removedIds.includes(userId)
      ? this.#removedIds.filter((one) => one !== userId)
      : [...this.#removedIds, userId]
  }

  /** Discards the wanted change. */
  reset(): void {
    this.canned = undefined
    this.userId = ''
    this.permissions = ['READ']
    this.#removedIds = []
    this.#applyError = undefined
    this.#refusedId = undefined
    this.#outcome = undefined
  }

  /** @returns whether the ACL is now as wanted. A write that has started is not abandoned: its result would be unknown. */
  async apply(): Promise<boolean> {
    const seen = this.acl.value
    if (seen === undefined || this.#isApplying) return false
    const id = this.userId.trim()
    this.#isApplying = true
    this.#applyError = undefined
    this.#outcome = undefined
    try {
      const outcome = await changeAcl(this.#place, { change: (acl) => this.#change(acl), seen })
      if (outcome.kind === 'unconfirmed')
        this.acl.reset() // what was read before may be so no more
      else await this.acl.run(() => Promise.resolve(outcome.acl))
      const isDone = outcome.kind === 'changed' || outcome.kind === 'same'
      if (isDone) this.reset()
      this.#outcome = outcome
      return isDone
    } catch (caught) {
      const error = toAppError(caught)
      if (error.kind === 'grantee-unknown' && id !== '') this.#refusedId = id
      else if (!isAbort(caught)) this.#applyError = error
      return false
    } finally {
      this.#isApplying = false
    }
  }

  #change(acl: Acl): Acl {
    const id = this.userId.trim()
    const kept = this.#removedIds.reduce(withoutGrants, acl)
    const shared = this.canned === undefined ? kept : withCannedAcl(kept, this.canned)
    return id === '' ? shared : withGrant(shared, id, this.permissions)
  }
}
