// Which downloads may go on with the bytes that earlier attempts have received.
import type { DigestPlan, ReceiveOptions } from '../../domain/download-ports'

export class PartialDownloads {
  readonly #identities = new Map<string, string>()

  /** True when the attempt before was at the same bytes, as far as size and ETag tell; from now on it is this one. */
  continues(
    id: string,
    plan: DigestPlan,
    { etag, expectedBytes }: Pick<ReceiveOptions, 'etag' | 'expectedBytes'>
  ): boolean {
    const identity = JSON.stringify([etag, expectedBytes, plan])
    const isSame = etag !== '' && this.#identities.get(id) === identity
    this.#identities.set(id, identity)
    return isSame
  }

  /** @returns false when there was nothing of it. */
  forget(id: string): boolean {
    return this.#identities.delete(id)
  }
}
