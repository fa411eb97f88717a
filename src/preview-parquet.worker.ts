// Reads Parquet files off the page's thread, which it may not hold up whatever is in them. The page gives it the bytes it asks for.
import type { FromParquetWorker, ToParquetWorker } from './domain/preview'
import { readParquet } from './operations/preview/read-parquet'

const waiting = new Map<number, (bytes: Uint8Array<ArrayBuffer>) => void>()
let lastId = 0

const tell = (message: FromParquetWorker): void => postMessage(message)

function read(startByte: number, endByte: number): Promise<Uint8Array<ArrayBuffer>> {
  const id = ++lastId
  return new Promise((resolve) => {
    waiting.set(id, resolve)
    tell({ kind: 'read', id, startByte, endByte })
  })
}

addEventListener('message', ({ data }: MessageEvent<ToParquetWorker>) => {
  if (data.kind === 'bytes') {
    waiting.get(data.id)?.(data.bytes)
    waiting.delete(data.id)
    return
  }
  void readParquet({ sizeBytes: data.sizeBytes, read })
    .catch(() => undefined)
    .then((table) => tell({ kind: 'done', table }))
})
