// Pending ACLs: writing an object resets its ACL, sometimes its tags too, and the network or the page may be gone before they are restored.
import type { Owned } from './account'
import type { Acl } from './acl'
import type { Gateway } from './gateway'

export interface PendingAcl extends Owned {
  readonly id: string
  readonly bucket: string
  readonly key: string
  /** Of the bytes being written, without quotes. */
  readonly etag: string
  /** Undefined in entries of earlier versions of Lockgate, which say too little to identify the object. */
  readonly sizeBytes?: number | undefined
  /** Of the written object, once it has been seen; a gateway without versioning gives none, or `null`. */
  readonly versionId?: string | undefined
  /** The gateway's date of the written object, once it has been seen and before its ACL is written. */
  readonly modifiedAtMs?: number | undefined
  /** The gateway's date of the object that is replaced: while it is still there, the write never happened. */
  readonly formerModifiedAtMs?: number | undefined
  /** When the ACL or the tags were sent, by this computer's clock: on some gateways that moves the object's date. */
  readonly aclSentAtMs?: number | undefined
  /** The user has changed the object's ACL in this browser since: it is no longer restored without asking. */
  readonly isChangedSince?: boolean | undefined
  readonly acl: Acl
  /** It was seen restored, and only the tags are pending. */
  readonly isAclRestored?: boolean | undefined
  /** That the object is to have, where the write resets its tags too. Undefined once they were seen. */
  readonly tags?: Readonly<Record<string, string>> | undefined
  readonly beganAtMs: number
}

export interface PendingAclJournal {
  list(): Promise<readonly PendingAcl[]>
  put(pending: PendingAcl): Promise<void>
  remove(id: string): Promise<void>
  /**
   * Does the work when no other page of this browser is at work under this id. The hold ends with the page, however that ends.
   * @returns undefined, and does nothing, where another page may be at it and the browser cannot tell.
   */
  hold<T>(id: string, work: () => Promise<T>): Promise<{ readonly done: T } | undefined>
}

/** One entry of the journal, for the code that writes the object. Never rejects: a full disk stops no write. */
export interface PendingAclEntry {
  /** The written object was seen, and is identified by this from now on. */
  identify(seen: Pick<PendingAcl, 'versionId' | 'modifiedAtMs'>): Promise<void>
  /** To be called before the ACL or the tags are written. */
  noteWrite(): Promise<void>
  /** The tags were read back equal: they are no longer pending. */
  noteTags(): Promise<void>
  /** The ACL was read back equal: it is no longer pending. */
  noteAcl(): Promise<void>
  /** There is nothing to restore: the write never happened, or the object is another one. */
  settle(): Promise<void>
}

/** What restoring takes. */
export type RecoveryGateway = Pick<Gateway, 'storage' | 'properties' | 'access' | 'versions'>

/** Of earlier writes of an object: none was pending, they are as they were to be, or the user has to decide. */
export type EarlierWrites = 'none' | 'finished' | 'undecided'

/** Keeps the ACL of an object in a journal while the object is written. */
export interface AclRecovery {
  /**
   * Restores what is pending of this object, so that it is not read half-finished. Rejects where that has to be tried again later: the
   * gateway can't be reached, or (`object-changed`) another page is writing it.
   */
  finish(gateway: RecoveryGateway, bucket: string, key: string): Promise<EarlierWrites>
  /**
   * Resolves and rejects as the write does. What the write does not settle stays in the journal, and is restored later. Where
   * nothing can be stored the write goes on without an entry.
   */
  during<T>(
    pending: Pick<
      PendingAcl,
      'endpoint' | 'accountId' | 'bucket' | 'key' | 'etag' | 'sizeBytes' | 'formerModifiedAtMs' | 'acl' | 'tags'
    >,
    write: (entry: PendingAclEntry) => Promise<T>
  ): Promise<T>
}
