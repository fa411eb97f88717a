// How long a browser may take to copy a file that it was given. No event tells when it has.

/** It may ask the user first: where to save, or whether several files may be saved. */
const MAX_START_MS = 3_600_000
/** After that a user who clears it from the list has seen it saved. */
export const MIN_START_MS = 60_000
const MIN_COPY_BYTES_PER_MS = 10_000

/** While the device sleeps nothing is copied. So the time is waited for in steps, each of which counts once, however long it took. */
export const HAND_OVER_STEP_MS = 300_000

/** From the moment when the browser is given the file, while the device is awake. @param startMs until it starts to copy */
export function handOverMs(sizeBytes: number, startMs = MAX_START_MS): number {
  return startMs + sizeBytes / MIN_COPY_BYTES_PER_MS
}
