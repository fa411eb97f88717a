// The page's side of the worker that reads Parquet files: gives it ranges, and ends it when it takes too long or is no longer needed.
import type { FromParquetWorker, ReadTable, ToParquetWorker } from '../../domain/preview'
import type { ByteSource } from '../../operations/preview/object-bytes'

/** Between two things that it says; bytes that are on their way don't count. */
const MAX_SILENCE_MS = 20_000

/** @returns as readParquet does, and undefined where the worker fails. Rejects as the source does, and with the signal's reason. */
export async function readParquetIn(worker: Worker, source: ByteSource, signal: AbortSignal): Promise<ReadTable> {
  const tell = (message: ToParquetWorker): void => worker.postMessage(message)
  let timer: ReturnType<typeof setTimeout> | undefined
  try {
    return await new Promise((resolve, reject) => {
      const watch = (): void => {
        clearTimeout(timer)
        timer = setTimeout(() => resolve(undefined), MAX_SILENCE_MS)
      }
      signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true })
      worker.onerror = () => resolve(undefined)
      worker.onmessage = ({ data }: MessageEvent<FromParquetWorker>) => {
        clearTimeout(timer)
        if (data.kind === 'done') return resolve(data.table)
        const { id, startByte, endByte } = data
        source.read(startByte, endByte, signal).then((bytes) => {
          watch()
          tell({ kind: 'bytes', id, bytes })
        }, reject)
      }
      watch()
      tell({ kind: 'open', sizeBytes: source.sizeBytes })
    })
  } finally {
    clearTimeout(timer)
    worker.terminate()
  }
}
