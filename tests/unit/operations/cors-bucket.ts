// A bucket behind CORS rules, as a page sees it: what the rules withhold never arrives.
import { AppError } from '../../../src/domain/app-error'
import { lossesOf, pageRule, ruleFor, type CorsMethod, type CorsRule } from '../../../src/domain/cors'
import type { Gateway } from '../../../src/domain/gateway'

/** The page's own origin. */
export const HERE = 'https://lockgate.example.edu'

export class CorsBucket {
  rules: readonly CorsRule[] = [pageRule(HERE)]
  endpoint = 'https://rgw.example.edu'
  mayWrite = true
  isDown = false
  readonly uploads = new Map<string, string>()
  readonly calls: string[] = []
  /** What becomes of the rules that are put. */
  store = (rules: readonly CorsRule[]): void => void (this.rules = rules)

  readonly gateway = {
    storage: {
      endpoint: this.endpoint,
      createMultipartUpload: ({ key, sseKey }: { key: string; sseKey: unknown }) =>
        this.#send('POST', 'create', sseKey !== undefined, () => {
          const id = `id-${this.uploads.size}`
          this.uploads.set(id, key)
          return id
        }),
      uploadPart: ({ uploadId, sseKey }: { uploadId: string; sseKey: unknown }) =>
        this.#send('PUT', 'part', sseKey !== undefined, () => {
          if (!this.uploads.has(uploadId)) throw new AppError('no-such-upload')
          return { etag: lossesOf(this.rules, HERE).includes('etag') ? undefined : 'etag' }
        }),
      completeMultipartUpload: () =>
        this.#send('POST', 'complete', false, () => {
          throw new AppError('no-such-upload')
        }),
      abortMultipartUpload: (_: string, __: string, id: string) =>
        this.#send('DELETE', 'abort', false, () => void this.uploads.delete(id))
    },
    uploads: {
      listPage: () =>
        this.#send('GET', 'uploads', false, () => ({
          uploads: [...this.uploads].map(([uploadId, key]) => ({ uploadId, key, startedAtMs: 0 })),
          next: undefined
        }))
    },
    buckets: { usageOf: () => this.#send('HEAD', 'head', false, () => ({})) },
    cors: {
      rulesOf: () => this.#send('GET', 'rules', false, () => this.rules),
      putRules: (_: string, rules: readonly CorsRule[]) => this.#send('PUT', 'put', false, () => this.store(rules)),
      removeRules: () => this.#send('DELETE', 'remove', false, () => this.store([])),
      headersOfRead: () =>
        this.#send(
          'GET',
          'read',
          false,
          () =>
            new Set(lossesOf(this.rules, HERE).includes('details') ? ['content-type'] : ['date', 'x-amz-request-id'])
        )
    }
  } as unknown as Gateway

  async #send<T>(method: CorsMethod, name: string, hasKey: boolean, answer: () => T): Promise<T> {
    this.calls.push(name)
    await Promise.resolve()
    if (this.isDown) throw new AppError('unreachable')
    const isRead = method === 'GET' || method === 'HEAD'
    const losses = lossesOf(this.rules, HERE)
    const isLetIn =
      ruleFor(this.rules, HERE, method) !== undefined && (isRead || !losses.includes(method.toLowerCase() as never))
    // A body that is refused is not looked into, as a part's.
    if (!isLetIn || (hasKey && losses.includes('sse')))
      throw new AppError(name === 'part' ? 'unreachable' : 'cors-blocked')
    if (!isRead && !this.mayWrite) throw new AppError('access-denied')
    return answer()
  }
}
