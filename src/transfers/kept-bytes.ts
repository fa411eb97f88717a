// What has been sent or received of a transfer that stopped, and another attempt really goes on with.
import type { AppError, AppErrorKind } from '../domain/app-error'
import { bytesOfParts } from '../domain/transfer-journal'
import { spoolOf, type Job } from './job'
import { refusalId } from './refusal-id'
import { isBrief } from './requests'
import type { TransferPorts } from './transfer'
import type { TransferFeed } from './transfer-feed'

/** Another try sends nothing more of the upload: its parts are gone with their bucket, or what they are of can't be completed. */
const ENDS_UPLOAD: readonly AppErrorKind[] = [
  'no-such-bucket',
  'file-changed',
  'file-unreadable',
  'precondition-failed',
  'must-be-encrypted'
]

/** In bytes, once its attempt is over; undefined: nothing, or an archive, whose entries are kept each. */
export function keptBytesOf(job: Job, ports: Pick<TransferPorts, 'spool'>): number | undefined {
  const { task, upload, uselessParts, view, workId } = job
  if (task.direction === 'archive' || (task.direction === 'download' && isBrief(task.request))) return undefined
  if (task.direction === 'download') return spoolOf(job, ports).keeps(workId) ? view.doneBytes || undefined : undefined
  const { sentParts, partSizeBytes, uploadId } = upload
  if (uploadId === undefined || partSizeBytes === undefined) return undefined
  if (uselessParts?.uploadId === uploadId && sentParts.size <= uselessParts.count) return undefined
  return bytesOfParts(sentParts, view.sizeBytes, partSizeBytes) || undefined
}

/** It has failed like this. Parts that are answered for later show that it does go on. */
export function noteFailure(job: Job, { kind }: AppError): void {
  if (ENDS_UPLOAD.includes(kind)) noteUseless(job, job.upload.sentParts.size)
}

/** The bucket of all that have this refusal's id is gone. */
export function loseBucket(jobs: Iterable<Job>, id: string, error: AppError, feed: TransferFeed): void {
  for (const job of jobs)
    if (refusalId(error, job.task) === id) {
      noteFailure(job, error)
      tellLoss(job, feed)
    }
}

/** These multipart uploads were aborted, but not by their transfers. What sends one finds out by itself. */
export function loseAborted(jobs: Iterable<Job>, uploadIds: ReadonlySet<string>, feed: TransferFeed): void {
  for (const job of jobs)
    if (uploadIds.has(job.upload.uploadId ?? '')) {
      noteUseless(job, Number.POSITIVE_INFINITY)
      tellLoss(job, feed)
    }
}

function noteUseless(job: Job, count: number): void {
  const { uploadId } = job.upload
  if (uploadId !== undefined) job.uselessParts = { uploadId, count }
}

function tellLoss(job: Job, feed: TransferFeed): void {
  if (job.task.direction === 'upload' && job.view.keptBytes !== undefined) feed.change(job, { keptBytes: undefined })
}
