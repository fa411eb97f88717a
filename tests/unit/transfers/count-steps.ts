// How much work code does, as V8 counts it: how often each of its blocks runs. A count, not a time: a busy machine changes nothing.
import { Session } from 'node:inspector/promises'

/**
 * Counts from now on, in modules that are imported after this: what V8 has compiled before has no counters.
 * @returns reads how many blocks ran since the last reading, in files whose path holds `path`.
 */
export async function startCounting(path: string): Promise<() => Promise<number>> {
  const session = new Session()
  session.connect()
  await session.post('Profiler.enable')
  await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true })
  return async () => {
    const { result } = await session.post('Profiler.takePreciseCoverage')
    const blocks = result
      .filter(({ url }) => url.includes(path))
      .flatMap(({ functions }) => functions.flatMap(({ ranges }) => ranges))
    return blocks.reduce((sum, { count }) => sum + count, 0)
  }
}
