// The text of a bucket's policy, edited and saved. What was typed is never lost, and no one's change is overwritten unseen.
import { toAppError } from '../domain/app-error'
import { indentPolicy, isSamePolicy } from '../domain/policy'
import type { PolicyDraft } from './policy-drafts.svelte'
import { isDenied, type StoredPolicy } from './stored-policy.svelte'

export class PolicyText {
  readonly #stored: StoredPolicy
  #hasConflict = $state(false)

  constructor(stored: StoredPolicy) {
    this.#stored = stored
  }

  /** The gateway's policy is no longer the one that the draft is based on. */
  get hasConflict(): boolean {
    return this.#hasConflict
  }
  /** The stored policy as the editor shows it; empty: none, or not known. */
  get stored(): string {
    const { current, unconfirmed } = this.#stored
    return indent(current === undefined ? unconfirmed?.json : current.json)
  }
  /** The edited policy; undefined: none. Stays when saving fails. */
  get draft(): string | undefined {
    return this.#draft?.json
  }
  set draft(json: string | undefined) {
    const baseJson = this.#draft === undefined ? this.#stored.current?.json : this.#draft.baseJson
    const isUnsaved = json !== indent(baseJson)
    this.#keep(json === undefined ? undefined : { json, baseJson, isUnsaved })
  }
  get isChanged(): boolean {
    return this.draft !== undefined && this.draft !== this.stored
  }

  /** Stores or removes the policy. Does nothing the first time when it was changed on the gateway. */
  async save(json: string | undefined): Promise<void> {
    await this.#stored.run('saving', async (work) => {
      // What the draft is based on, however often the current one was read since.
      const draft = this.#draft
      const seen = json === undefined || draft === undefined ? this.#stored.current?.json : draft.baseJson
      // Without permission to read the policy, it may still be replaced or removed.
      const now = await work.gateway.buckets.policyOf(work.bucket).catch((error: unknown) => {
        if (isDenied(error)) return seen
        throw error
      })
      this.#hasConflict = !isSamePolicy(now, seen)
      if (this.#hasConflict) {
        if (draft !== undefined) this.#keep({ ...draft, baseJson: now }) // saving again overwrites it: the user has been warned
        return
      }
      await this.#stored.write(work, json).catch((error: unknown) => {
        if (toAppError(error).kind === 'policy-unconfirmed') this.draft = undefined
        throw error
      })
      this.draft = undefined
    })
  }

  /** Removes the policy. Its text stays in the editor, and may be lost with the page. */
  async remove(): Promise<void> {
    const { stored } = this
    await this.save(undefined)
    if (this.#stored.failure === undefined && !this.#hasConflict)
      this.#keep({ json: stored, baseJson: this.#stored.current?.json, isUnsaved: false })
  }

  get #draft(): PolicyDraft | undefined {
    return this.#stored.deps.drafts.of(this.#stored.place)
  }

  #keep(draft: PolicyDraft | undefined): void {
    this.#stored.deps.drafts.set(this.#stored.place, draft)
  }
}

function indent(json: string | undefined): string {
  return json === undefined ? '' : indentPolicy(json)
}
