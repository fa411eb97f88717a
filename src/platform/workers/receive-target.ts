// What a download's bytes are written to. Types only, without those of workers.

export interface ReceiveTarget {
  readonly sizeBytes: number
  /** True: it takes nothing more, and what was written is lost. */
  readonly isBroken?: boolean
  /** At the end; the bytes may be used again afterwards. Fails with a TaskFailure when there is no room. */
  write(bytes: Uint8Array<ArrayBuffer>): void | Promise<void>
  /** Of what one `write` has written, with as many bytes. */
  replace(at: number, bytes: Uint8Array<ArrayBuffer>): void | Promise<void>
  /** What was written so far, in pieces; each is good until the next is asked for, and its buffer may be given away. */
  read(): Iterable<Uint8Array<ArrayBuffer>>
  /** Where a `write` began; 0: starts over. */
  truncate(sizeBytes: number): void | Promise<void>
  /** After the last byte. @returns what was received, where it is in memory. */
  finish(): Blob | undefined | Promise<Blob | undefined>
  /** Between two attempts. */
  close(): void | Promise<void>
}
