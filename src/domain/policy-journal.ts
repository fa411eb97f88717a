// The port of the journal of policies: what must be restored where a change was interrupted.
import type { Account, Owned } from './account'

/** A change of a bucket's policy that was started and is not settled: until then the former policy may have to be restored. */
export interface PolicyEntry extends Owned {
  readonly bucket: string
  /** As it was stored; undefined: the bucket had none. */
  readonly formerJson: string | undefined
  /** Every policy that was about to be put since, oldest first: the present one is put back from only if it is one of these. */
  readonly writtenJson: readonly string[]
  /** What the probes' names begin with. */
  readonly probePrefix: string
  readonly startedAtMs: number
}

/** Accounts may reach different buckets of one name: tenants share names. */
export interface PolicyPlace {
  readonly account: Account
  readonly bucket: string
}

/** One entry a bucket and account. Written before the first put, removed when the policy is as it is meant to stay. */
export interface PolicyJournal {
  list(): Promise<readonly PolicyEntry[]>
  /** The account's own; else one of an earlier version that is perhaps its own. */
  entryOf(place: PolicyPlace): Promise<PolicyEntry | undefined>
  put(entry: PolicyEntry): Promise<void>
  remove(entry: PolicyEntry): Promise<void>
  /**
   * Does the work while no other page of this browser works on this bucket's policy. The hold ends with the page, however that ends.
   * @returns undefined, and does nothing, while another page holds it.
   */
  hold<T>(place: PolicyPlace, work: () => Promise<T>): Promise<{ readonly done: T } | undefined>
}
