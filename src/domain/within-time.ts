// A limit of time for what may never come: a body whose sender has fallen silent does not end by itself.

/** How long an answer may be silent before it is given up. */
export const MAX_SILENCE_MS = 60_000

/** Rejects with what `late` gives when the promise has not settled in time; what comes afterwards is not heard. */
export async function withinTime<T>(promise: Promise<T>, timeoutMs: number, late: () => Error): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(late()), timeoutMs)
  })
  try {
    return await Promise.race([promise, limit])
  } finally {
    clearTimeout(timer)
  }
}
