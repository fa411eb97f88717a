// A queue that shows the transfers it is given and sends none, so that every state of one stands still.
import type { AppError } from '../../src/domain/app-error'
import { NO_TRANSFERS, type PausedGroup, type Transfer, type TransferTotals } from '../../src/transfers/transfer'
import type { TransferQueue } from '../../src/transfers/queue'

export function makeQueue(transfers: readonly Transfer[], refusal: AppError | undefined): TransferQueue {
  const paused = transfers.filter(({ state }) => state === 'paused')
  const snapshot = {
    ...NO_TRANSFERS,
    transfers,
    lines: [transfers.filter(({ state }) => state === 'waiting').map(({ id }) => id)],
    pausedGroups: pausedGroupsOf(paused, refusal),
    totals: totalsOf(transfers)
  }
  const nothing = (): void => undefined
  const queue = {
    subscribe: (listener: (now: typeof snapshot) => void) => {
      listener(snapshot)
      return nothing
    },
    watch: nothing,
    enqueueUploads: nothing,
    enqueueDownload: () => 'download',
    pause: nothing,
    pauseAll: nothing,
    resume: nothing,
    resumeAll: nothing,
    resumeGroup: nothing,
    move: nothing,
    cancel: nothing,
    cancelAll: nothing,
    retry: nothing,
    retryFailed: nothing,
    clearFinished: nothing,
    saveAgain: () => Promise.resolve()
  }
  return queue as unknown as TransferQueue
}

function pausedGroupsOf([first, ...others]: readonly Transfer[], error: AppError | undefined): readonly PausedGroup[] {
  if (first === undefined || error === undefined) return []
  const { account, bucket } = first
  return [{ id: account.credentialsId, account, bucket, error, count: 1 + others.length }]
}

function totalsOf(transfers: readonly Transfer[]): TransferTotals {
  const count = (...states: readonly Transfer['state'][]): number =>
    transfers.filter(({ state }) => states.includes(state)).length
  const live = transfers.filter(({ state }) => state !== 'failed' && state !== 'cancelled' && state !== 'paused')
  const running = count('running') > 0
  return {
    waiting: count('waiting'),
    running: count('running', 'verifying'),
    paused: count('paused'),
    done: count('done'),
    failed: count('failed'),
    cancelled: count('cancelled'),
    removing: transfers.filter(({ traces }) => traces === 'removing').length,
    sizeBytes: live.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
    doneBytes: live.reduce((sum, { doneBytes }) => sum + doneBytes, 0),
    rateBytesPerSecond: running ? 212_000_000 : undefined,
    secondsLeft: running ? 64 : undefined,
    rateHistory: running ? [40, 90, 130, 180, 205, 212, 198, 210, 215, 212].map((mb) => mb * 1_000_000) : []
  }
}
