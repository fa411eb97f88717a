// Which downloads may go on with the bytes that earlier attempts have received.
import type { DigestPlan, ProgressNote, ReceiveOptions } from '../../domain/download-ports'

export class PartialDownloads {
  readonly #identities = new Map<string, string>()
  /** Of earlier sessions, of which the worker has no digest: it reads what is there, by whatever plan. */
  readonly #adopted = new Map<string, string>()
  /** Of which what has come will be gone on with. */
  readonly #kept = new Set<string>()
  /** The whole was answered when the rest was asked for. */
  readonly #withoutRanges = new Set<string>()

  /** The bytes that are there under this id are of an object of this ETag and size. */
  adopt(id: string, { etag, sizeBytes }: { readonly etag: string; readonly sizeBytes: number }): void {
    this.#adopted.set(id, JSON.stringify([etag, sizeBytes]))
    if (etag !== '') this.#kept.add(id)
  }

  /** True when the attempt before was at the same bytes, as far as size and ETag tell; from now on it is this one. */
  continues(
    id: string,
    plan: DigestPlan,
    { etag, expectedBytes }: Pick<ReceiveOptions, 'etag' | 'expectedBytes'>
  ): boolean {
    const identity = JSON.stringify([etag, expectedBytes, plan])
    const isAdopted = this.#adopted.get(id) === JSON.stringify([etag, expectedBytes])
    const isSame = etag !== '' && (isAdopted || this.#identities.get(id) === identity)
    this.#adopted.delete(id)
    this.#identities.set(id, identity)
    if (etag === '') this.#kept.delete(id)
    else this.#kept.add(id)
    return isSame
  }

  /** Hears of an answer that makes what has come useless. */
  noteProgress(id: string, note: ProgressNote | undefined): void {
    if (note === 'started-over') this.#withoutRanges.add(id)
  }

  /** What has come is lost, or broken. */
  noteLost(id: string): void {
    this.#kept.delete(id)
  }

  /** As DownloadSpool has it. */
  keeps(id: string): boolean {
    return this.#kept.has(id) && !this.#withoutRanges.has(id)
  }

  /** @returns false when there was nothing of it. */
  forget(id: string): boolean {
    this.#adopted.delete(id)
    this.#kept.delete(id)
    this.#withoutRanges.delete(id)
    return this.#identities.delete(id)
  }
}
