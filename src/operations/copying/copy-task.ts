// What one copy or move is about, what it needs, and what became of it.
import type { Versioning } from '../../domain/bucket'
import type { Gateway } from '../../domain/gateway'
import type { LostAttribute } from '../../domain/object-copies'
import type { ObjectEntry } from '../../domain/object-entry'
import type { AclRecovery } from '../../domain/pending-acl'
import type { PendingCopyRecorder } from '../../domain/pending-copy'
import type { Digester } from '../../domain/ports'
import type { SseKey } from '../../domain/sse-key'
import type { Clock } from '../../transfers/clock'

/** What the gateway of a copy is asked. */
export type CopyGateway = Pick<Gateway, 'storage' | 'copies' | 'versions' | 'properties' | 'access'>

/** `keep`: as each source is; `none`: not encrypted. */
export type EncryptionWish = { readonly kind: 'keep' | 'none' } | { readonly kind: 'key'; readonly sseKey: SseKey }

/** Of the same object by an earlier try. */
export interface EarlierCopy {
  readonly etag: string
  /** `sent`: it may be there; `may-be-moved`: it was verified, and nothing tells whether the source was deleted. */
  readonly state: 'sent' | 'verified' | 'may-be-moved'
}

export interface CopyTask {
  /** The source as it was listed. */
  readonly entry: ObjectEntry
  /** Where it goes. */
  readonly key: string
  /** What is there may be replaced. */
  readonly isReplacing: boolean
  /** So may what an earlier try has made. */
  readonly earlier?: EarlierCopy | undefined
}

export interface CopyJob {
  /** Of the source. */
  readonly gateway: CopyGateway
  readonly bucket: string
  /** The same one, or another profile's: then every byte comes through this browser. */
  readonly targetGateway: CopyGateway
  readonly targetBucket: string
  readonly encryption: EncryptionWish
  /** The source is deleted once its copy was verified. */
  readonly isMove: boolean
  /** Of the source's bucket; undefined: it could not be asked. */
  readonly versioning: Versioning | undefined
  /** The target's bucket takes encrypted objects only. */
  readonly mustEncrypt: boolean
  /** Across profiles: all that is copied, by key. None of it is replaced: another profile may reach the same bucket. */
  readonly sources?: ReadonlyMap<string, ObjectEntry> | undefined
  /** The user saw all of them unencrypted, and sends them elsewhere unencrypted: one that is encrypted has changed since. */
  readonly areUnencrypted?: boolean | undefined
  /** The gateway was seen not to read encrypted sources: not asked again. */
  readonly refusesEncryptedSources: { value: boolean }
}

/** To another profile: neither gateway can be asked to copy, and user IDs of one mean nothing to the other. */
export function isAcross({ gateway, targetGateway }: Pick<CopyJob, 'gateway' | 'targetGateway'>): boolean {
  return gateway !== targetGateway
}

export interface CopyDeps {
  readonly digester: Digester
  readonly clock: Clock
  readonly aclRecovery?: AclRecovery | undefined
  readonly pendingCopies?: PendingCopyRecorder | undefined
  /** The key that opens the source; undefined: it is not encrypted. Rejects `sse-key-needed`. */
  readonly findKey: (entry: ObjectEntry, signal: AbortSignal) => Promise<SseKey | undefined>
  /** Does work that encrypts with a stored key, which stays until the work has ended. Rejects where it is not stored. */
  readonly usingKey: <T>(sseKey: SseKey | undefined, work: () => Promise<T>) => Promise<T>
  /** Right before each step of a copy: another try may go on from there. */
  readonly onStep?: ((copy: EarlierCopy) => void) | undefined
  /** A copy is there and was verified; called before the source of a move is deleted. */
  readonly onVerified?: ((copy: VerifiedCopy) => void) | undefined
  /** An encryption in place left its temporary copy, or may have. */
  readonly onTemporaryLeft?: ((copy: TemporaryCopy) => void) | undefined
  /** Bytes of this object that have arrived, cumulative. */
  readonly onBytes?: ((bytes: number) => void) | undefined
}

/** Of an object that gets another encryption in place, in its bucket. */
export interface TemporaryCopy {
  readonly key: string
  /** It was verified, and the object itself may have been replaced and was not: this may be the only good copy. */
  readonly isNeeded: boolean
}

/** What is known of a copy. */
export interface VerifiedCopy {
  readonly etag: string
  /** What it has not, or was not seen to have. */
  readonly lost: readonly LostAttribute[]
}

/** A copy that was verified. */
export interface CopyOutcome {
  /** `unchanged`: it is there already, encrypted as it should be. */
  readonly kind: 'copied' | 'moved' | 'unchanged'
  readonly lost: readonly LostAttribute[]
  /** It was not encrypted, was encrypted in place, and stays as an older version. */
  readonly keepsOlderVersion: boolean
}
