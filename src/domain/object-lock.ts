// Object lock (WORM) of one version of an object: what keeps it from being deleted, and until when.

export interface ObjectLock {
  readonly retention: Retention | undefined
  readonly hasLegalHold: boolean
}

export interface Retention {
  /** As S3 names it. */
  readonly mode: 'GOVERNANCE' | 'COMPLIANCE'
  readonly untilMs: number
}

/** True while the gateway refuses to delete the version. */
export function isHeld({ retention, hasLegalHold }: ObjectLock, nowMs: number): boolean {
  return hasLegalHold || (retention !== undefined && retention.untilMs > nowMs)
}

/** Of a delete that was refused. `lock` undefined: no more is known. */
export function explainLock(lock: ObjectLock | undefined): { title: string; meaning: string; remedy: string } {
  const { retention, hasLegalHold = false } = lock ?? {}
  const meaning = 'This version can’t be deleted while its object lock is in force. Nothing was changed.'
  if (hasLegalHold)
    return {
      title:
        retention === undefined
          ? 'Under legal hold'
          : `Under legal hold, locked until ${formatUntil(retention.untilMs)}`,
      meaning,
      remedy: 'Ask the bucket’s owner to remove the legal hold, then retry.'
    }
  if (retention === undefined)
    return { title: 'Kept by object lock', meaning, remedy: 'Ask the bucket’s owner until when it is locked.' }
  return {
    title: `Locked until ${formatUntil(retention.untilMs)}`,
    meaning,
    remedy:
      retention.mode === 'COMPLIANCE'
        ? 'Retry after that date. In compliance mode nobody can delete it earlier.'
        : 'Retry after that date. In governance mode a user with bypass permission can delete it with another tool.'
  }
}

function formatUntil(untilMs: number): string {
  return new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' }).format(untilMs)
}
