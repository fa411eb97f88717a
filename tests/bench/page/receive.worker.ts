// Fetches one object as one stream and writes its chunks as they come: no digest, no progress.
import type { BareRequest } from './bare-request'

/** Only workers have it, and the types of a page do not. */
interface SyncAccessFile {
  createSyncAccessHandle(): Promise<{
    write(bytes: Uint8Array, options: { at: number }): number
    flush(): void
    close(): void
  }>
}

addEventListener('message', (event: MessageEvent<BareRequest>) => {
  void receive(event.data).then((sizeBytes) => postMessage(sizeBytes))
})

async function receive({ url, headers }: BareRequest): Promise<number> {
  const folder = await navigator.storage.getDirectory()
  const handle = await folder.getFileHandle('download', { create: true })
  const file = await (handle as unknown as SyncAccessFile).createSyncAccessHandle()
  let sizeBytes = 0
  const answer = await fetch(url, { headers, cache: 'no-store' })
  if (!answer.ok || answer.body === null) throw new Error(`Answered ${answer.status}`)
  const reader = answer.body.getReader()
  for (;;) {
    const { value, done } = await reader.read()
    if (done) break
    sizeBytes += file.write(value, { at: sizeBytes })
  }
  file.flush()
  file.close()
  return sizeBytes
}
