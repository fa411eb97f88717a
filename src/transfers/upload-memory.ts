// What an upload remembers from one attempt to the next, so that a retry goes on where the last one stopped. The journal has of it what
// an attempt after the page's end needs.

export interface UploadMemory {
  /** The file as it was when it was enqueued. */
  readonly sizeBytes: number
  readonly lastModifiedMs: number
  /** MD5 in hex of each part that has been read, by part number. */
  readonly md5s: Map<number, string>
  /** Numbers of the parts that the gateway holds, each with the MD5 above. */
  readonly sentParts: Set<number>
  /** Another than was asked for, once that was taken. */
  key: string | undefined
  uploadId: string | undefined
  /** Of the multipart upload and of the MD5s. */
  partSizeBytes: number | undefined
  /** When the journal first heard of it. */
  firstSavedAtMs: number | undefined
  /** True from the moment the PUT or the Complete goes out until its answer is known: look before sending again. */
  isOutcomeUnknown: boolean
  /** The ETag of what a PUT of ours stored damaged: that may be overwritten, whatever else was asked. */
  damagedEtag: string | undefined
  /** True: some part's ETag was not shown to the page, so only Complete and the listing speak for it. */
  hasHiddenEtag: boolean
}

/** `file` is undefined for downloads, which remember nothing. */
export function createUploadMemory(file: File | undefined): UploadMemory {
  return {
    sizeBytes: file?.size ?? 0,
    lastModifiedMs: file?.lastModified ?? 0,
    md5s: new Map(),
    sentParts: new Set(),
    key: undefined,
    uploadId: undefined,
    partSizeBytes: undefined,
    firstSavedAtMs: undefined,
    isOutcomeUnknown: false,
    damagedEtag: undefined,
    hasHiddenEtag: false
  }
}

/** The multipart upload is complete or gone: another attempt begins a new one, with parts as large. The MD5s stay true. */
export function forgetMultipart(memory: UploadMemory): void {
  memory.sentParts.clear()
  memory.uploadId = undefined
  memory.isOutcomeUnknown = false
}
