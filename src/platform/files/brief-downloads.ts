// Small downloads into a folder of the user's: in memory until they are written there, or that has failed, since a file costs more than
// its bytes.
import { toAppError } from '../../domain/app-error'
import { MAX_BRIEF_BYTES, type DigestPlan, type ReceivedFile, type ReceiveOptions } from '../../domain/download-ports'
import type { SignedRequest } from '../../domain/ports'
import type { DownloadWorker } from './download-worker'

export class BriefDownloads {
  readonly #worker: Pick<DownloadWorker, 'receive' | 'forget'>
  readonly #files = new Map<string, Blob | undefined>()

  constructor(worker: Pick<DownloadWorker, 'receive' | 'forget'>) {
    this.#worker = worker
  }

  /** As DownloadSpool.receive, always from the beginning. @returns undefined: it is too large for this */
  async receive(
    id: string,
    request: SignedRequest,
    plan: DigestPlan,
    options: ReceiveOptions
  ): Promise<ReceivedFile | undefined> {
    const { expectedBytes, etag, isBrief = false } = options
    if (!isBrief || expectedBytes > MAX_BRIEF_BYTES) return undefined
    const task = { id, request, plan, into: { maxBytes: MAX_BRIEF_BYTES }, expectedBytes, etag, isContinued: false }
    this.#files.set(id, undefined)
    try {
      const { blob = new Blob(), ...received } = await this.#worker.receive(task, options)
      this.#files.set(id, blob)
      return received
    } catch (error) {
      if (toAppError(error).kind !== 'too-large-for-memory') throw error
      await this.discard(id) // it is larger than it was listed
      return undefined
    }
  }

  /** @returns undefined: it is not here */
  read(id: string): Blob | undefined {
    return this.#files.get(id)
  }

  /** Never rejects. @returns false: it is not here */
  async discard(id: string): Promise<boolean> {
    const isLeft = this.#files.has(id) && this.#files.get(id) === undefined
    if (isLeft) await this.#worker.forget(id)
    return this.#files.delete(id)
  }
}
