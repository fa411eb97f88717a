// What an attempt at a transfer tells while it runs, put into its view. What a dead attempt still says is not heard.
import type { AppError } from '../domain/app-error'
import type { Clock } from './clock'
import { lastSegmentOf, nextTryMs, type Job } from './job'
import type { RunEnv } from './run-env'
import type { TransferFeed } from './transfer-feed'

type Events = Pick<RunEnv, Extract<keyof RunEnv, `on${string}`>>

/** @param onVerifying the attempt needs its turn no more */
export function eventsOf(
  job: Job,
  controller: AbortController,
  feed: TransferFeed,
  clock: Clock,
  onVerifying: () => void
): Events {
  const isAlive = (): boolean => job.controller === controller
  const onBytes = (doneBytes: number, isStart: boolean): void => {
    if (!isAlive()) return
    if (isStart && job.view.state === 'verifying') feed.change(job, { state: 'running' })
    feed.setDoneBytes(job, doneBytes, isStart)
    if (job.view.isReadAgain) feed.setView(job, { ...job.view, isReadAgain: undefined })
  }
  return {
    onStart: (doneBytes) => onBytes(doneBytes, true),
    onReadAgain(readBytes) {
      onBytes(readBytes, true)
      if (isAlive()) feed.setView(job, { ...job.view, isReadAgain: true })
    },
    onDoneBytes: (doneBytes) => onBytes(doneBytes, false),
    onKey: (key) => feed.change(job, { key, fileName: lastSegmentOf(key) }),
    onPartsUnderWay(partsUnderWay) {
      if (isAlive()) feed.setView(job, { ...job.view, partsUnderWay })
    },
    onCommitting(isCommitting) {
      if (isAlive()) feed.change(job, { isCommitting })
    },
    onSizeBytes: (sizeBytes) => feed.change(job, { sizeBytes }),
    onStartOver() {
      if (isAlive()) feed.change(job, { hasStartedOver: true })
    },
    onVerifying() {
      job.verification = new AbortController()
      feed.change(job, { state: 'verifying', retryError: undefined })
      onVerifying()
      return job.verification.signal
    },
    onRetry(retryError: AppError, retryAtMs) {
      if (isAlive()) feed.change(job, { retryError, retryAtMs: nextTryMs(job, retryAtMs, clock.nowMs()) })
    },
    onArchive: (archive) => feed.change(job, { archive }),
    onSseKey: (sseKeyId) => feed.change(job, { sseKeyId })
  }
}
