// The bare browser: the fastest ways that measurements found to send a file and to fetch one, without any check of what went or came.
import type { BareRequest } from './bare-request'

const LANES = 6

/** Sends the chosen file's parts as slices, six at once. @returns their ETags, in order */
async function upload(requests: readonly BareRequest[], partSizeBytes: number): Promise<string[]> {
  const file = document.querySelector('input')?.files?.[0]
  if (file === undefined) throw new Error('No file was chosen')
  const etags: string[] = []
  const waiting = [...requests.entries()]
  const lane = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [index, request] = next
      etags[index] = await put(request, file.slice(index * partSizeBytes, (index + 1) * partSizeBytes))
    }
  }
  await Promise.all(Array.from({ length: LANES }, lane))
  return etags
}

function put({ url, headers }: BareRequest, body: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const xhr = new XMLHttpRequest()
    xhr.open('PUT', url)
    for (const [name, value] of Object.entries(headers)) xhr.setRequestHeader(name, value)
    xhr.onload = () =>
      xhr.status === 200 ? resolve(xhr.getResponseHeader('etag') ?? '') : reject(new Error(xhr.responseText))
    xhr.onerror = () => reject(new Error('No answer'))
    xhr.send(body)
  })
}

/** Fetches into the private file system, by a worker. @returns the number of bytes */
function download(request: BareRequest): Promise<number> {
  const worker = new Worker(new URL('./receive.worker.ts', import.meta.url), { type: 'module' })
  return new Promise<number>((resolve, reject) => {
    worker.onmessage = (event: MessageEvent<number>) => resolve(event.data)
    worker.onerror = (event) => reject(new Error(event.message))
    worker.postMessage(request)
  }).finally(() => worker.terminate())
}

async function removeDownload(): Promise<void> {
  await (await navigator.storage.getDirectory()).removeEntry('download')
}

export const bare = { upload, download, removeDownload }

Object.assign(globalThis, { bare })
