// The last requests of this tab, as far as others may see them: no header, no query value and no body.

export interface SentRequest {
  readonly method: string
  /** Scheme, host and port. */
  readonly origin: string
  /** As it was sent, with the names of its query. */
  readonly path: string
  /** It was encrypted with a key, or is a copy, or completes one: headers that are not kept said so, and without them it is another. */
  readonly needsHeader?: boolean | undefined
  /** As someone without an account would send it. */
  readonly isUnsigned?: boolean | undefined
  /** Undefined: no answer came that the page may read. */
  readonly status: number | undefined
  readonly requestId: string | undefined
  readonly startedAtMs: number
  /** Until the answer's headers came, or the failure. */
  readonly durationMs: number
}

export const MAX_REQUESTS = 200

/** Keeps the last {@link MAX_REQUESTS}; adding one costs the same, however many there were. */
export class RequestHistory {
  readonly #kept: SentRequest[] = []
  #count = 0
  /** Multipart uploads with a part that needs its header, by their object's address: Complete has no such header. */
  readonly #uploads = new Set<string>()

  add(request: SentRequest): void {
    this.#kept[this.#count % MAX_REQUESTS] = this.#markUpload(request)
    this.#count++
  }

  #markUpload(request: SentRequest): SentRequest {
    const { method, origin, path, needsHeader } = request
    const [plain = '', query = ''] = path.split('?', 2)
    const names = query.split('&')
    const address = origin + plain
    if (method === 'POST' && names.includes('uploads')) this.#uploads.delete(address)
    if (method === 'PUT' && names.includes('partNumber') && needsHeader) {
      this.#uploads.delete(address)
      this.#uploads.add(address)
      const [oldest] = this.#uploads
      if (oldest !== undefined && this.#uploads.size > MAX_REQUESTS) this.#uploads.delete(oldest)
    }
    const isComplete = method === 'POST' && names.includes('uploadId')
    return isComplete && this.#uploads.has(address) ? { ...request, needsHeader: true } : request
  }

  /** The oldest first. */
  list(): readonly SentRequest[] {
    const at = this.#count % MAX_REQUESTS
    return this.#count <= MAX_REQUESTS ? [...this.#kept] : [...this.#kept.slice(at), ...this.#kept.slice(0, at)]
  }
}

/** @param path may have a query: only its names stay, and none that a signature consists of */
export function withoutQueryValues(path: string, names: readonly string[] = []): string {
  const [plain = '', query = ''] = path.split('?', 2)
  const all = [...query.split('&').map((field) => field.split('=', 1)[0] ?? ''), ...names]
  const shown = all.filter((name) => name !== '' && !/^x-amz-/i.test(name) && name !== 'x-id')
  return shown.length === 0 ? plain : `${plain}?${shown.join('&')}`
}
