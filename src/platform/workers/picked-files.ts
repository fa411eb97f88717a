// Files of the user's own that are being written. The browser puts what was written in a file's place only when it is closed: before
// that the file is as it was, and nothing of this outlives the tab.
import type { ReceiveTarget } from './receive-target'
import { TaskFailure } from './serve-tasks'

export class PickedFiles {
  readonly #open = new Map<string, PickedTarget>()

  /** With what earlier attempts have written under this id, unless one of them broke it. */
  async open(id: string, file: FileSystemFileHandle): Promise<ReceiveTarget> {
    const known = this.#open.get(id)
    if (known?.isBroken === false) return known
    await this.abort(id)
    const target = new PickedTarget(await store(() => file.createWritable()))
    this.#open.set(id, target)
    return target
  }

  /** The file has what was written from now on. @returns its size */
  async commit(id: string): Promise<number> {
    const target = this.#open.get(id)
    if (target === undefined) throw new TaskFailure({ kind: 'known', error: 'unexpected', detail: 'NoFile' })
    await target.commit()
    this.#open.delete(id)
    return target.sizeBytes
  }

  /** The file stays as it was. Never rejects. */
  async abort(id: string): Promise<void> {
    const target = this.#open.get(id)
    this.#open.delete(id)
    await target?.abort()
  }
}

class PickedTarget implements ReceiveTarget {
  readonly #writable: FileSystemWritableFileStream
  #sizeBytes = 0
  #isBroken = false

  constructor(writable: FileSystemWritableFileStream) {
    this.#writable = writable
  }

  get sizeBytes(): number {
    return this.#sizeBytes
  }
  get isBroken(): boolean {
    return this.#isBroken
  }

  async write(bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    await this.replace(this.#sizeBytes, bytes)
    this.#sizeBytes += bytes.byteLength
  }
  async replace(at: number, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    await this.#store(() => this.#writable.write({ type: 'write', position: at, data: bytes }))
  }
  /** A worker that still has it has its digest too. */
  read(): Iterable<Uint8Array<ArrayBuffer>> {
    return []
  }
  async truncate(sizeBytes: number): Promise<void> {
    await this.#store(() => this.#writable.truncate(sizeBytes))
    this.#sizeBytes = sizeBytes
  }
  finish(): undefined {}
  /** It stays open for the next attempt, and until it is verified. */
  close(): void {}

  async commit(): Promise<void> {
    await this.#store(() => this.#writable.close())
  }
  async abort(): Promise<void> {
    await this.#writable.abort().catch(() => undefined)
  }

  /** One failure breaks a stream: https://streams.spec.whatwg.org/#ws-class. */
  async #store(action: () => Promise<void>): Promise<void> {
    try {
      await store(action)
    } catch (error) {
      this.#isBroken = true
      throw error
    }
  }
}

async function store<T>(action: () => Promise<T>): Promise<T> {
  try {
    return await action()
  } catch (error) {
    throw new TaskFailure({ kind: 'known', error: 'directory-unwritable', detail: (error as Error).name })
  }
}
