// What every contestant of the bench can do. Each sends and fetches the same bytes; how is its own affair.

/** An object's place, and whether it is locked with the bench's SSE-C key. */
export interface Place {
  readonly bucket: string
  readonly key: string
  readonly isLocked: boolean
}

export interface Measured {
  /** Until the contestant itself says that it is done; what it checks by itself is included. */
  readonly seconds: number
  /** Of a download that is handed over after that: until the file is whole in the person's folder. */
  readonly onDiskSeconds?: number
  /** Of all its browser's processes, above what they held when idle. */
  readonly peakPssBytes?: number
}

export interface Contestant {
  readonly name: string
  /** Called when all are open and nobody is at work: what its browser holds now is what it holds when idle. */
  settle(): void
  /** Sends the bench's file. */
  upload(place: Place): Promise<Measured>
  /** Fetches the object to disk, and leaves nothing there when it resolves. Rejects when it is not the bench's file. */
  download(place: Place): Promise<Measured>
  close(): Promise<void>
}

/** What all contestants are given. */
export interface Course {
  /** The gateway, behind a proxy that lets pages in. */
  readonly endpoint: string
  readonly accessKey: string
  readonly secretKey: string
  /** Random bytes. Its own name is the last segment of every key. */
  readonly file: string
  readonly sizeBytes: number
  /** 32 characters. */
  readonly sseKey: string
  readonly sseKeyFile: string
  /** For whatever a contestant needs to keep; removed at the end. */
  readonly workDir: string
}
