// A gateway in memory whose bucket has a policy, and which obeys it in one of the ways that real ones do; a journal that outlives pages.
import { AppError } from '../../../src/domain/app-error'
import type { BucketAdmin, Gateway } from '../../../src/domain/gateway'
import { parsePolicy } from '../../../src/domain/policy'
import { PolicyEvaluator } from '../../../src/domain/policy-evaluator'
import type { PutRequest, SendOptions, SentPart } from '../../../src/domain/ports'
import type { PolicyEntry, PolicyJournal, PolicyPlace } from '../../../src/domain/policy-journal'
import type { PolicyWork, EncryptionTestStep } from '../../../src/operations/policy/change-policy'
import { FakeStorage } from '../transfers/fake-storage'
import { FastClock, makeKey } from '../transfers/fakes'

/** `forces`: as it is meant. `ignores`: denies nothing. `denies-all`: encrypted uploads too. `refuses`: takes no such policy. */
export type Enforcement = 'forces' | 'ignores' | 'denies-all' | 'refuses'

class PolicedStorage extends FakeStorage {
  policyJson: string | undefined
  enforcement: Enforcement = 'forces'
  /** What reading the policy is refused with, once it says `Hide`. */
  hidden: AppError | undefined
  /** The answer of the next put is lost. */
  losesAnswer = false

  #require(key: string, isEncrypted: boolean): void {
    if (
      this.policyJson === undefined ||
      this.enforcement === 'ignores' ||
      (this.enforcement === 'forces' && isEncrypted)
    )
      return
    const asked = { principal: { kind: 'user', id: 'alice' }, action: 's3:PutObject', otherwise: 'allow' } as const
    if (new PolicyEvaluator(this.policyJson).evaluate({ ...asked, resource: { bucket: 'lab', key } }) !== 'allow')
      throw new AppError('access-denied')
  }
  override async putObject(request: PutRequest, options?: SendOptions): Promise<SentPart> {
    this.#require(request.key, request.sseKey !== undefined)
    return super.putObject(request, options)
  }
  override async createMultipartUpload(request: Omit<PutRequest, 'body' | 'ifAbsent'>): Promise<string> {
    this.#require(request.key, request.sseKey !== undefined)
    return super.createMultipartUpload(request)
  }
}

export class MemoryPolicyJournal implements PolicyJournal {
  readonly entries = new Map<string, PolicyEntry>()
  isHeldElsewhere = false
  isBroken = false
  list(): Promise<readonly PolicyEntry[]> {
    return Promise.resolve([...this.entries.values()])
  }
  entryOf({ bucket }: PolicyPlace): Promise<PolicyEntry | undefined> {
    return Promise.resolve(this.entries.get(bucket))
  }
  put(entry: PolicyEntry): Promise<void> {
    if (this.isBroken) return Promise.reject(new AppError('browser-storage-full'))
    this.entries.set(entry.bucket, entry)
    return Promise.resolve()
  }
  remove({ bucket }: PolicyEntry): Promise<void> {
    this.entries.delete(bucket)
    return Promise.resolve()
  }
  async hold<T>(_place: PolicyPlace, work: () => Promise<T>): Promise<{ readonly done: T } | undefined> {
    return this.isHeldElsewhere ? undefined : { done: await work() }
  }
}

export function makePolicyRig(enforcement: Enforcement, policyJson?: string) {
  const storage = new PolicedStorage()
  Object.assign(storage, { enforcement, policyJson })
  const journal = new MemoryPolicyJournal()
  const steps: EncryptionTestStep[] = []
  const buckets = {
    policyOf: () =>
      storage.hidden !== undefined && storage.policyJson?.includes('Hide') === true
        ? Promise.reject(storage.hidden)
        : Promise.resolve(storage.policyJson),
    putPolicy: (_bucket: string, json: string) => {
      const reading = parsePolicy(json)
      if (enforcement === 'refuses' || 'problem' in reading || reading.document.Version === '2018-05-24')
        return Promise.reject(new AppError('policy-refused'))
      storage.policyJson = json
      return storage.losesAnswer ? Promise.reject(new AppError('unreachable')) : Promise.resolve()
    },
    removePolicy: () => {
      storage.policyJson = undefined
      return Promise.resolve()
    }
  } as Partial<BucketAdmin> as BucketAdmin
  const below = (prefix: string) => [...storage.objects.keys()].filter((key) => key.startsWith(prefix))
  const gateway = {
    storage,
    buckets,
    putAes256Alone: async (bucket: string, key: string) => {
      const rest = { contentType: '', metadata: {}, sseKey: undefined, ifAbsent: false }
      await storage.putObject({ bucket, key, body: new Blob(['x']), ...rest })
    },
    versions: {
      listPage: ({ prefix }: { prefix: string }) =>
        Promise.resolve({ versions: below(prefix).map((key) => ({ key })), prefixes: [], next: undefined }),
      deleteBatch: (_bucket: string, targets: readonly { key: string }[]) => {
        for (const { key } of targets) storage.objects.delete(key)
        return Promise.resolve([])
      }
    },
    uploads: {
      listPage: () =>
        Promise.resolve({
          uploads: [...storage.uploads].map(([uploadId, { key }]) => ({ uploadId, key, startedAtMs: undefined })),
          next: undefined
        })
    },
    access: { ofBucket: () => Promise.resolve({ owner: { id: 'alice' }, grants: [] }) }
  } as unknown as Gateway
  const work: PolicyWork = {
    gateway,
    bucket: 'lab',
    journal,
    makeTestKey: () => Promise.resolve(makeKey('probe')),
    clock: new FastClock(),
    onStep: (step) => void steps.push(step)
  }
  return { storage, journal, gateway, work, steps }
}

/** The same gateway as a page sees it that dies with its n-th request: from then on nothing is sent, and no answer comes. */
export function dyingAfter(gateway: Gateway, requests: number): { readonly gateway: Gateway; isDead(): boolean } {
  let left = requests
  const wrap = <T extends object>(port: T): T =>
    new Proxy(port, {
      get(target, name) {
        const value: unknown = Reflect.get(target, name, target)
        if (typeof value !== 'function') return value
        return (...args: unknown[]) =>
          left-- > 0 ? (value as (...all: unknown[]) => unknown).apply(target, args) : new Promise(() => undefined)
      }
    })
  const ports = Object.fromEntries(
    Object.entries(gateway).map(([name, port]) => [name, typeof port === 'object' ? wrap(port as object) : port])
  )
  return { gateway: ports as unknown as Gateway, isDead: () => left < 0 }
}
