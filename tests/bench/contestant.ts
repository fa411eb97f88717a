// What contestants of the bench can do. Each sends and fetches the same bytes; how is its own affair.

/** An object's place, and whether it is locked with the bench's SSE-C key. */
export interface Place {
  readonly bucket: string
  readonly key: string
  readonly isLocked: boolean
}

/** Where a folder's files are; the prefix ends in a slash. */
export interface FolderPlace {
  readonly bucket: string
  readonly prefix: string
}

export interface Measured {
  /** Until the contestant itself says that it is done; what it checks by itself is included. */
  readonly seconds: number
  /** Of a download that is handed over after that: until the file is whole in the person's folder. */
  readonly onDiskSeconds?: number
  /** Of all its browser's processes, above what they held when idle: from the beginning, five times a second. */
  readonly pssBytes?: readonly number[]
  /** Of the page's thread. */
  readonly longestTaskMs?: number
}

/** Resolves when it is done. Rejects when it is not what was asked for, or when it takes far too long. */
export interface Contestant {
  readonly name: string
  /** Called when all are open and no one is at work: what its browser holds now is what it holds when idle. */
  settle(): void
  /** Sends the course's file. Rejects with {@link Unable} where it has no way to. */
  upload(place: Place): Promise<Measured>
  /** Fetches the object to disk, and leaves nothing there when it resolves. Rejects when it is not the course's file. */
  download(place: Place): Promise<Measured>
  /** Sends the course's folder to below the prefix. */
  uploadFolder(place: FolderPlace): Promise<Measured>
  /** Fetches all below the prefix, which is the course's folder, to disk, and leaves nothing there when it resolves. */
  downloadFolder(place: FolderPlace): Promise<Measured>
  close(): Promise<void>
}

export interface Opener {
  readonly name: string
  open(): Promise<Contestant>
}

/** It has no way to do that, which is no failure. */
export class Unable extends Error {}

/** What all contestants are given. */
export interface Course {
  /** The gateway, behind a proxy that lets pages in. */
  readonly endpoint: string
  /** The same by TLS, for tools that send keys over TLS only. */
  readonly tlsEndpoint: string
  readonly caFile: string
  readonly accessKey: string
  readonly secretKey: string
  /** Random bytes. Its own name is the last segment of every key. */
  readonly file: string
  readonly sizeBytes: number
  /** Has folders, and in those files of `fileBytes` each. */
  readonly folder: string
  readonly files: number
  readonly fileBytes: number
  /** 32 characters. */
  readonly sseKey: string
  readonly sseKeyFile: string
  /** For whatever a contestant needs to keep; removed at the end. */
  readonly workDir: string
}

/** No contestant is as slow as that: 5 MB or five files a second. In milliseconds. */
export function timeoutOf({ sizeBytes, files }: Pick<Course, 'sizeBytes' | 'files'>): number {
  return Math.ceil(60_000 + Math.max(sizeBytes / 5000, files * 200))
}
