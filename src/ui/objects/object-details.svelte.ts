// Properties, tags and object lock of one object: a HEAD, a request for the tags, and one for object lock where the HEAD hides it.
import { AppError, toAppError } from '../../domain/app-error'
import type { Gateway } from '../../domain/gateway'
import type { EncryptionObservation } from '../../domain/encryption-observation'
import type { ObjectEntry, ObjectProperties } from '../../domain/object-entry'
import type { ObjectLock } from '../../domain/object-lock'
import type { SseKey } from '../../domain/sse-key'
import { Load } from '../../state/load.svelte'

export interface ObjectDetails {
  readonly properties: ObjectProperties | AppError
  readonly tags: Readonly<Record<string, string>> | AppError
  /** Undefined: none is set. */
  readonly objectLock: ObjectLock | AppError | undefined
}

export class ObjectDetailsLoad {
  /** No value until both answers have come. */
  readonly answers = new Load<ObjectDetails>()
  readonly #place: { readonly gateway: Gateway; readonly bucket: string; readonly entry: ObjectEntry }
  readonly #keyById: (id: string) => SseKey | undefined
  #lastEncryption: EncryptionObservation | undefined

  constructor(
    place: { readonly gateway: Gateway; readonly bucket: string; readonly entry: ObjectEntry },
    keyById: (id: string) => SseKey | undefined
  ) {
    this.#place = place
    this.#keyById = keyById
  }

  /** @param encryption as it was seen: the HEAD of an encrypted object needs its key, and without it is not sent */
  async show(encryption: EncryptionObservation): Promise<void> {
    this.#lastEncryption = encryption
    const { gateway, bucket, entry } = this.#place
    const sseKey = encryption.state === 'encrypted' ? this.#keyById(encryption.keyId) : undefined
    const isUndecryptable = encryption.state !== 'clear' && encryption.state !== 'unknown' && sseKey === undefined
    await this.answers.run(async (signal) => {
      const read = isUndecryptable
        ? Promise.resolve(new AppError('sse-key-needed', { operation: 'HeadObject' }))
        : gateway.properties.read(bucket, entry.key, { sseKey, versionId: entry.versionId }, signal)
      const [properties, tags] = await Promise.all([
        read.catch(toAppError),
        gateway.properties.tagsOf(bucket, entry.key, entry.versionId, signal).catch(toAppError)
      ])
      const objectLock = await this.#lockOf(properties, signal)
      signal.throwIfAborted()
      return { properties, tags, objectLock }
    })
  }

  /** By itself only where the HEAD may hide it, or gave no answer. */
  async #lockOf(properties: ObjectProperties | AppError, signal: AbortSignal): Promise<ObjectDetails['objectLock']> {
    if (!(properties instanceof AppError) && (properties.isWhole || properties.objectLock !== undefined))
      return properties.objectLock
    const isUndecryptable = properties instanceof AppError && properties.kind.startsWith('sse-key')
    if (properties instanceof AppError && !isUndecryptable) return undefined // the error is shown already
    const { gateway, bucket, entry } = this.#place
    return gateway.properties.lockOf(bucket, entry.key, entry.versionId, signal).catch(toAppError)
  }

  async retry(): Promise<void> {
    if (this.#lastEncryption !== undefined) await this.show(this.#lastEncryption)
  }
}
