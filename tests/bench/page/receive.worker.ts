// Fetches objects, each as one stream, and writes their chunks as they come: no digest, no progress.
import type { BareRequest, Fetched, ReceiveTask } from './bare-request'

/** Only workers have it, and the types of a page do not. */
interface SyncAccessFile {
  createSyncAccessHandle(): Promise<{
    write(bytes: Uint8Array, options: { at: number }): number
    flush(): void
    close(): void
  }>
}

addEventListener('message', (event: MessageEvent<ReceiveTask>) => {
  receiveAll(event.data).then(
    (sizeBytes) => postMessage({ sizeBytes } satisfies Fetched),
    (error: unknown) => postMessage({ error: String(error) } satisfies Fetched)
  )
})

async function receiveAll({ requests, lanes }: ReceiveTask): Promise<number> {
  const root = await navigator.storage.getDirectory()
  const waiting = [...requests]
  let sizeBytes = 0
  const lane = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [path, request] = next
      const received = await receive(request, root, path.replaceAll('/', ' '))
      sizeBytes += received // not in one: others have added to it in the meantime
    }
  }
  await Promise.all(Array.from({ length: lanes }, lane))
  return sizeBytes
}

async function receive({ url, headers }: BareRequest, root: FileSystemDirectoryHandle, name: string): Promise<number> {
  const handle = await root.getFileHandle(name, { create: true })
  const file = await (handle as unknown as SyncAccessFile).createSyncAccessHandle()
  let sizeBytes = 0
  try {
    const answer = await fetch(url, { headers, cache: 'no-store' })
    if (!answer.ok || answer.body === null) throw new Error(`Answered ${answer.status}`)
    const reader = answer.body.getReader()
    for (;;) {
      const { value, done } = await reader.read()
      if (done) break
      sizeBytes += file.write(value, { at: sizeBytes })
    }
    file.flush()
  } finally {
    file.close()
  }
  return sizeBytes
}
