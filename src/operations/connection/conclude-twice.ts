// The conclusion on a connection that is checked in the background: a problem counts only if a second check finds it too.
import { isListed, type Observations } from '../../domain/connection-check'
import { conclude, type Conclusion } from '../../domain/connection-conclusion'

/** Long enough for a passing fault, such as a connection that breaks. */
const SECOND_LOOK_MS = 2_000

/**
 * @param look at the whole connection
 * @returns undefined where the list of buckets did not come, or two looks saw different things: too little is known
 */
export async function concludeTwice(
  look: () => Promise<Observations>,
  signal: AbortSignal,
  pauseMs = SECOND_LOOK_MS
): Promise<Conclusion | undefined> {
  const first = concludeListed(await look())
  if (first === undefined || first.code === 'good') return first
  await new Promise((resolve) => setTimeout(resolve, pauseMs))
  signal.throwIfAborted()
  const second = concludeListed(await look())
  return second?.code === first.code || second?.code === 'good' ? second : undefined
}

function concludeListed(seen: Observations): Conclusion | undefined {
  return isListed(seen) ? conclude(seen) : undefined
}
