// An ObjectStorage whose requests a worker sends, so that signing and reading them takes nothing from the page's thread.
import type { Account } from '../../domain/account'
import { AppError } from '../../domain/app-error'
import type { ObjectStorage, SendOptions } from '../../domain/ports'
import type { Profile } from '../../domain/profile'
import type { SentRequest } from '../../domain/request-history'
import type { RequestTask, StorageCall } from './messages'
import { startWorker } from './start-worker'
import { WORKER_DIED, WorkerBridge } from './worker-bridge'

type Bridge = Pick<WorkerBridge<RequestTask, unknown>, 'run'>
type Methods = Required<Omit<ObjectStorage, 'endpoint' | 'account'>>
type Params<M extends keyof Methods> = Parameters<Methods[M]>
type Result<M extends keyof Methods> = Awaited<ReturnType<Methods[M]>>

/** One worker, which sends the requests of every storage. */
export class RequestsWorker {
  readonly #bridge: Bridge
  readonly #storages = new WeakMap<ObjectStorage, ObjectStorage>()

  /** @param onRequest told of each request that the worker sent */
  constructor(
    onRequest: (request: SentRequest) => void = () => undefined,
    bridge: Bridge = new WorkerBridge(() => startWorker('requests'), onRequest)
  ) {
    this.#bridge = bridge
  }

  /** Resolves when its script has come. Rejects when it does not. */
  async load(): Promise<void> {
    await this.#bridge.run({ kind: 'load' })
  }

  /** The same storage with its requests sent by the worker, each with the profile as it is then; the same one for the same storage. */
  storageOf(storage: ObjectStorage, currentProfile: () => Profile): ObjectStorage {
    const made = this.#storages.get(storage) ?? new WorkerStorage(storage, currentProfile, this.#bridge)
    this.#storages.set(storage, made)
    return made
  }
}

class WorkerStorage implements ObjectStorage {
  readonly endpoint: string
  readonly account: Account
  readonly #currentProfile: () => Profile
  readonly #bridge: Bridge

  constructor({ endpoint, account }: ObjectStorage, currentProfile: () => Profile, bridge: Bridge) {
    this.endpoint = endpoint
    this.account = account
    this.#currentProfile = currentProfile
    this.#bridge = bridge
  }

  listBuckets(...[signal]: Params<'listBuckets'>) {
    return this.#call({ method: 'listBuckets' }, { signal })
  }
  listPage(...[request, signal]: Params<'listPage'>) {
    return this.#call({ method: 'listPage', request }, { signal })
  }
  findObject(...[bucket, key, signal]: Params<'findObject'>) {
    return this.#call({ method: 'findObject', bucket, key }, { signal })
  }
  headObject(...[bucket, key, sseKey, signal, versionId]: Params<'headObject'>) {
    return this.#call({ method: 'headObject', bucket, key, sseKey, versionId }, { signal })
  }
  tagsOf(...[bucket, key, signal]: Params<'tagsOf'>) {
    return this.#call({ method: 'tagsOf', bucket, key }, { signal })
  }
  putTags(...[bucket, key, tags, signal]: Params<'putTags'>) {
    return this.#call({ method: 'putTags', bucket, key, tags }, { signal })
  }
  aclOf(...[bucket, key, signal]: Params<'aclOf'>) {
    return this.#call({ method: 'aclOf', bucket, key }, { signal })
  }
  async putObject(...[request, options]: Params<'putObject'>) {
    const sent = await this.#call({ method: 'putObject', request }, options)
    options?.onProgress?.(request.body.size)
    return sent
  }
  async putDigested(...[request, options]: Params<'putDigested'>) {
    const sent = await this.#call({ method: 'putDigested', request }, options)
    options?.onProgress?.(request.body.size)
    return sent
  }
  createMultipartUpload(...[request, signal]: Params<'createMultipartUpload'>) {
    return this.#call({ method: 'createMultipartUpload', request }, { signal })
  }
  async uploadPart(...[request, options]: Params<'uploadPart'>) {
    const sent = await this.#call({ method: 'uploadPart', request }, options)
    options?.onProgress?.(request.body.size)
    return sent
  }
  completeMultipartUpload(...[request, signal]: Params<'completeMultipartUpload'>) {
    return this.#call({ method: 'completeMultipartUpload', request }, { signal })
  }
  hasUpload(...[bucket, key, uploadId, signal]: Params<'hasUpload'>) {
    return this.#call({ method: 'hasUpload', bucket, key, uploadId }, { signal })
  }
  abortMultipartUpload(...[bucket, key, uploadId, signal]: Params<'abortMultipartUpload'>) {
    return this.#call({ method: 'abortMultipartUpload', bucket, key, uploadId }, { signal })
  }
  signDownload(...[bucket, key, sseKey, versionId]: Params<'signDownload'>) {
    return this.#call({ method: 'signDownload', bucket, key, sseKey, versionId })
  }
  deleteObject(...[bucket, key, signal]: Params<'deleteObject'>) {
    return this.#call({ method: 'deleteObject', bucket, key }, { signal })
  }

  /** What a worker had when it ended was perhaps done: that is a lost answer, and another worker asks again. */
  async #call<M extends keyof Methods>(
    call: StorageCall & { readonly method: M },
    options: SendOptions = {}
  ): Promise<Result<M>> {
    try {
      return (await this.#bridge.run({ kind: 'call', profile: this.#currentProfile(), ...call }, options)) as Result<M>
    } catch (error) {
      if (error instanceof AppError && error.details.detail === WORKER_DIED)
        throw new AppError('unreachable', error.details)
      throw error
    }
  }
}
