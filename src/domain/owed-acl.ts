// Access lists that are owed to objects: to write an object anew resets its list, and a page may die before it is put back.
import type { Acl } from './acl'

export interface OwedAcl {
  readonly id: string
  readonly endpoint: string
  readonly profileId: string | undefined
  readonly bucket: string
  readonly key: string
  /** Of the bytes that are being written: to any others the list is not owed. */
  readonly etag: string
  readonly acl: Acl
  readonly beganAtMs: number
}

export interface OwedAclJournal {
  list(): Promise<readonly OwedAcl[]>
  put(owed: OwedAcl): Promise<void>
  remove(id: string): Promise<void>
  /**
   * Does the work when no other page of this browser is at work under this id. The hold ends with the page, however that ends.
   * @returns undefined, and does nothing, where another page may be at it and the browser cannot tell.
   */
  hold<T>(id: string, work: () => Promise<T>): Promise<{ readonly done: T } | undefined>
}

/** Notes what is owed while something is written. */
export interface AclDebts {
  /** Resolves and rejects as the write does, which puts the list back itself. Where nothing can be noted it goes on all the same. */
  during<T>(owed: Omit<OwedAcl, 'id' | 'beganAtMs'>, write: () => Promise<T>): Promise<T>
}
