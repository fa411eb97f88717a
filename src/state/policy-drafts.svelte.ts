// Edited policies, neither saved nor discarded, by account and bucket: they outlive the editor and a change of profile.
import { accountKey, type AccountId } from '../domain/account'

export interface DraftPlace {
  readonly account: { readonly id: AccountId; readonly ids: readonly AccountId[] }
  readonly bucket: string
}

export interface PolicyDraft {
  readonly json: string
  /** The policy that it is based on; undefined: there was none. */
  readonly baseJson: string | undefined
  /** The user typed it, and would lose it with the page. */
  readonly isUnsaved: boolean
}

export class PolicyDrafts {
  #drafts = $state.raw<ReadonlyMap<string, PolicyDraft>>(new Map())

  /** Whatever the user opens in the page. */
  get hasUnsaved(): boolean {
    return [...this.#drafts.values()].some(({ isUnsaved }) => isUnsaved)
  }

  of(place: DraftPlace): PolicyDraft | undefined {
    return keysOf(place)
      .map((key) => this.#drafts.get(key))
      .find((draft) => draft !== undefined)
  }

  /** Undefined: it was saved or discarded. */
  set(place: DraftPlace, draft: PolicyDraft | undefined): void {
    const others = [...this.#drafts].filter(([key]) => !keysOf(place).includes(key))
    this.#drafts = new Map(
      draft === undefined ? others : [...others, [accountKey(place.account.id, place.bucket), draft]]
    )
  }
}

function keysOf({ account, bucket }: DraftPlace): string[] {
  return account.ids.map((id) => accountKey(id, bucket))
}
