// A body piece by piece, as long as its sender goes on.
import { withinTime } from '../domain/within-time'

/** Rejects as the stream does, and with a TypeError, as a broken connection does, when nothing comes for so long. Cancels what is not read. */
export async function* readUntilSilent(
  body: ReadableStream<Uint8Array<ArrayBuffer>> | null | undefined,
  maxSilenceMs: number
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const reader = body?.getReader()
  if (reader === undefined) return
  try {
    for (;;) {
      const { value, done } = await withinTime(
        reader.read(),
        maxSilenceMs,
        () => new TypeError('The answer fell silent')
      )
      if (done) return
      yield value
    }
  } finally {
    void reader.cancel().catch(() => undefined)
  }
}
