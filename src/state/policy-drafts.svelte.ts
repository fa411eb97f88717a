// Edited policies, neither saved nor discarded, by account and bucket: they outlive the editor and a change of profile.
import type { AccountId } from '../domain/account'

export interface DraftPlace {
  readonly account: { readonly id: AccountId; readonly ids: readonly AccountId[] }
  readonly bucket: string
}

export interface PolicyDraft {
  readonly json: string
  /** The policy that it is based on; undefined: there was none. */
  readonly baseJson: string | undefined
}

export class PolicyDrafts {
  readonly #holdPage: () => () => void
  readonly #releases = new Map<string, () => void>()
  #drafts = $state.raw<ReadonlyMap<string, PolicyDraft>>(new Map())

  /** @param holdPage the page asks before it closes, until the returned function is called */
  constructor(holdPage: () => () => void = () => () => undefined) {
    this.#holdPage = holdPage
  }

  of(place: DraftPlace): PolicyDraft | undefined {
    return keysOf(place)
      .map((key) => this.#drafts.get(key))
      .find((draft) => draft !== undefined)
  }

  /** Undefined: it was saved or discarded. */
  set(place: DraftPlace, draft: PolicyDraft | undefined): void {
    const others = [...this.#drafts].filter(([key]) => !keysOf(place).includes(key))
    this.#drafts = new Map(draft === undefined ? others : [...others, [keyOf(place.account.id, place.bucket), draft]])
    if (draft === undefined) this.setUnsaved(place, false)
  }

  /** Whether something would be lost with the page, whatever the user opens in it. */
  setUnsaved(place: DraftPlace, isUnsaved: boolean): void {
    const held = keysOf(place).filter((key) => this.#releases.has(key))
    if (isUnsaved && held.length === 0) this.#releases.set(keyOf(place.account.id, place.bucket), this.#holdPage())
    if (isUnsaved) return
    for (const key of held) {
      this.#releases.get(key)?.()
      this.#releases.delete(key)
    }
  }
}

function keyOf(id: AccountId, bucket: string): string {
  return JSON.stringify([id, bucket])
}

function keysOf({ account, bucket }: DraftPlace): string[] {
  return account.ids.map((id) => keyOf(id, bucket))
}
