// How a file is split into parts. Arithmetic only.
import { AppError } from '../domain/app-error'

const MIB = 1024 * 1024
/** A larger file is sent in parts. */
export const MAX_SINGLE_PUT_BYTES = 16 * MIB
/** Smaller than a slow line takes minutes for: an encrypted part tells no progress before it has gone. */
const MIN_PART = 8 * MIB
/** Five of 16 MiB at once go 12 % faster than five of 8 MiB (loopback). 32 MiB add 2 %, and a broken connection costs twice the bytes. */
const FAST_PART = 16 * MIB
/** Of a larger file: after a tenth of it even the parts that were started together have been sent, and the time left is known. */
const FAST_PARTS = 64
const MAX_PARTS = 10_000
const MAX_PART = 5 * 1024 * MIB

/** One part: the bytes from `start` up to, not including, `end`. */
export interface Part {
  /** From 1. */
  readonly partNumber: number
  readonly start: number
  readonly end: number
}

export interface PartPlan {
  /** False: one PUT, and one part that is the whole. */
  readonly isMultipart: boolean
  readonly partSizeBytes: number
  readonly parts: readonly Part[]
}

/** Throws `too-large` for a file that cannot be sent. */
export type PlanParts = (sizeBytes: number) => PartPlan

/**
 * One PUT up to 16 MiB, else parts of 8 MiB, which grow from 512 MiB on to 16 MiB at 1 GiB, or of as many whole MiB as 10,000 parts
 * ask for.
 * Throws `too-large` past what S3's limits (10,000 parts of 5 GiB) hold.
 */
export function planParts(sizeBytes: number): PartPlan {
  if (sizeBytes <= MAX_SINGLE_PUT_BYTES)
    return { isMultipart: false, partSizeBytes: sizeBytes, parts: [{ partNumber: 1, start: 0, end: sizeBytes }] }
  const wholeMib = (count: number) => Math.ceil(sizeBytes / count / MIB) * MIB
  const partSizeBytes = Math.max(MIN_PART, Math.min(FAST_PART, wholeMib(FAST_PARTS)), wholeMib(MAX_PARTS))
  if (partSizeBytes > MAX_PART) throw new AppError('too-large', { detail: `${sizeBytes} bytes` })
  return splitInto(sizeBytes, partSizeBytes)
}

/** The plan of a multipart upload whose parts, but for the last, have this size. */
export function splitInto(sizeBytes: number, partSizeBytes: number): PartPlan {
  const parts = Array.from({ length: Math.ceil(sizeBytes / partSizeBytes) }, (_, index) => ({
    partNumber: index + 1,
    start: index * partSizeBytes,
    end: Math.min(sizeBytes, (index + 1) * partSizeBytes)
  }))
  return { isMultipart: true, partSizeBytes, parts }
}

/** The bytes of one part. The whole is the file itself: a slice is announced to the browser's own process and waited for (Chromium). */
export function bodyOf(file: File, { start, end }: Part): Blob {
  return start === 0 && end === file.size ? file : file.slice(start, end)
}
