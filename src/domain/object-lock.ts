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
