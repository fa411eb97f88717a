// ACLs in memory: every write is written down, and the gateway can be told to refuse, to keep something else, or to be overtaken.
import type { Acl } from '../../../src/domain/acl'
import { AppError, type AppErrorKind } from '../../../src/domain/app-error'
import type { AccessControl, AnonymousAnswer } from '../../../src/domain/gateway'

export const PRIVATE: Acl = {
  owner: { id: 'alice' },
  grants: [{ grantee: { type: 'user', id: 'alice' }, permission: 'FULL_CONTROL' }]
}

export class FakeAccess implements AccessControl {
  /** By `bucket` or `bucket/key`; what is not here is {@link PRIVATE}. */
  readonly acls = new Map<string, Acl>()
  readonly writes: string[] = []
  /** Places whose ACL may not be read. */
  readonly unreadable = new Set<string>()
  readonly writeFailures = new Map<string, AppErrorKind>()
  /** What is kept instead of what was written. */
  keeps: ((written: Acl) => Acl) | undefined
  /** What an anonymous request to list is answered; undefined: as the ACL says. */
  anonymous: AnonymousAnswer | undefined
  reads = 0
  underWay = 0
  mostUnderWay = 0

  ofBucket(bucket: string, signal?: AbortSignal): Promise<Acl> {
    return this.#read(bucket, signal)
  }
  putOfBucket(bucket: string, acl: Acl, signal?: AbortSignal): Promise<void> {
    return this.#write(bucket, acl, signal)
  }
  ofObject(bucket: string, key: string, _versionId?: string, signal?: AbortSignal): Promise<Acl> {
    return this.#read(`${bucket}/${key}`, signal)
  }
  putOfObject(bucket: string, key: string, acl: Acl, _versionId?: string, signal?: AbortSignal): Promise<void> {
    return this.#write(`${bucket}/${key}`, acl, signal)
  }
  canAnyoneList(bucket: string): Promise<AnonymousAnswer> {
    const isOpen = this.acls.get(bucket)?.grants.some(({ grantee }) => grantee.type === 'everyone') === true
    return Promise.resolve(this.anonymous ?? (isOpen ? 'yes' : 'no'))
  }

  async #read(place: string, signal: AbortSignal | undefined): Promise<Acl> {
    this.reads++
    await this.#turn(signal)
    if (this.unreadable.has(place)) throw new AppError('access-denied')
    return this.acls.get(place) ?? PRIVATE
  }
  async #write(place: string, acl: Acl, signal: AbortSignal | undefined): Promise<void> {
    await this.#turn(signal)
    const failure = this.writeFailures.get(place)
    if (failure !== undefined) throw new AppError(failure)
    this.writes.push(place)
    this.acls.set(place, this.keeps?.(acl) ?? acl)
  }
  async #turn(signal: AbortSignal | undefined): Promise<void> {
    this.mostUnderWay = Math.max(this.mostUnderWay, ++this.underWay)
    await new Promise((resolve) => setImmediate(resolve))
    this.underWay--
    signal?.throwIfAborted()
  }
}
