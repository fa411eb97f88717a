// Where a download's bytes go: a file of the private file system, or memory where the browser has no such files for a worker.
import type { FilePath } from './messages'
import type { ReceiveTarget } from './receive-target'
import { TaskFailure } from './serve-tasks'

/** A file at the path, with the bytes that it had; its folders are made. Rejects with a TaskFailure where the browser has no such files. */
export async function openFile(path: FilePath): Promise<ReceiveTarget> {
  try {
    const folder = await folderOf(path)
    const file = await (await folder.getFileHandle(path.at(-1) ?? 'file', { create: true })).createSyncAccessHandle()
    return new FileTarget(file)
  } catch (error) {
    throw error instanceof TaskFailure ? error : storageFailure(error)
  }
}

/** Makes a file, writes to it and removes it. Rejects with a TaskFailure where the browser cannot. */
export async function tryFile(path: FilePath): Promise<void> {
  const file = await openFile(path)
  try {
    await file.truncate(0)
    await file.write(new Uint8Array(1))
    await file.finish()
  } finally {
    await file.close()
    await folderOf(path)
      .then((folder) => folder.removeEntry(path.at(-1) ?? 'file'))
      .catch(() => undefined)
  }
}

const READ_BYTES = 1024 * 1024

class FileTarget implements ReceiveTarget {
  readonly #file: FileSystemSyncAccessHandle
  #sizeBytes: number

  constructor(file: FileSystemSyncAccessHandle) {
    this.#file = file
    this.#sizeBytes = store(() => file.getSize())
  }

  get sizeBytes(): number {
    return this.#sizeBytes
  }

  write(bytes: Uint8Array<ArrayBuffer>): void {
    const written = store(() => this.#file.write(bytes, { at: this.#sizeBytes }))
    if (written !== bytes.byteLength) throw storageFailure(new DOMException('No room', 'QuotaExceededError'))
    this.#sizeBytes += written
  }
  *read(): Iterable<Uint8Array<ArrayBuffer>> {
    let piece = new Uint8Array(READ_BYTES)
    for (let at = 0; at < this.#sizeBytes;) {
      if (piece.byteLength === 0) piece = new Uint8Array(READ_BYTES) // given away
      const count = store(() => this.#file.read(piece, { at }))
      if (count === 0) throw storageFailure(new DOMException('The file is shorter than it was', 'NotReadableError'))
      yield piece.subarray(0, count)
      at += count
    }
  }
  replace(at: number, bytes: Uint8Array<ArrayBuffer>): void {
    store(() => this.#file.write(bytes, { at }))
  }
  truncate(sizeBytes: number): void {
    store(() => this.#file.truncate(sizeBytes))
    this.#sizeBytes = sizeBytes
  }
  finish(): undefined {
    store(() => this.#file.flush())
  }
  close(): void {
    this.#file.close()
  }
}

/** Another process makes each Blob: so the pieces of a small file wait as arrays for one Blob. */
const KEPT_BYTES = 1024 * 1024

/** Blobs are the browser's to keep; a byte array of the whole would need its room twice. */
export class MemoryTarget implements ReceiveTarget {
  readonly #maxBytes: number
  readonly #pieces: (Blob | Uint8Array<ArrayBuffer>)[] = []
  #sizeBytes = 0

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes
  }

  get sizeBytes(): number {
    return this.#sizeBytes
  }

  write(bytes: Uint8Array<ArrayBuffer>): void {
    this.#sizeBytes += bytes.byteLength
    if (this.#sizeBytes > this.#maxBytes)
      throw new TaskFailure({ kind: 'known', error: 'too-large-for-memory', maxBytes: this.#maxBytes })
    this.#pieces.push(this.#sizeBytes > KEPT_BYTES ? new Blob([bytes]) : bytes.slice())
  }
  replace(at: number, bytes: Uint8Array<ArrayBuffer>): void {
    this.#pieces[this.#pieceAt(at)] = new Blob([bytes])
  }
  /** A worker that still has it has its digest too. */
  read(): Iterable<Uint8Array<ArrayBuffer>> {
    return []
  }
  truncate(sizeBytes: number): void {
    this.#pieces.length = this.#pieceAt(sizeBytes)
    this.#sizeBytes = sizeBytes
  }
  finish(): Blob {
    const blob = new Blob(this.#pieces)
    if (blob.size === this.#sizeBytes) return blob
    this.truncate(0) // the browser has lost some of it
    throw new TaskFailure({ kind: 'known', error: 'browser-storage-full' })
  }
  close(): void {}

  /** Looked for from the end: what is replaced or taken back is among the last. */
  #pieceAt(at: number): number {
    let index = this.#pieces.length
    for (let start = this.#sizeBytes; start > at && index > 0;) start -= sizeOf(this.#pieces[--index])
    return index
  }
}

function sizeOf(piece: Blob | Uint8Array | undefined): number {
  return piece instanceof Blob ? piece.size : (piece?.byteLength ?? 0)
}

async function folderOf(path: FilePath): Promise<FileSystemDirectoryHandle> {
  let folder = await navigator.storage.getDirectory()
  for (const name of path.slice(0, -1)) folder = await folder.getDirectoryHandle(name, { create: true })
  return folder
}

function store<T>(action: () => T): T {
  try {
    return action()
  } catch (error) {
    throw storageFailure(error)
  }
}

function storageFailure(thrown: unknown): TaskFailure {
  const { name } = thrown as Error
  const error = name === 'QuotaExceededError' ? 'browser-storage-full' : 'browser-storage-failed'
  return new TaskFailure({ kind: 'known', error, operation: 'GetObject', detail: name })
}
