// The bare browser: the fastest ways that measurements found to send files and to fetch them, without any check of what went or came.
import type { BareRequest, Fetched, ReceiveTask } from './bare-request'

const LANES = 6

/** Sends the chosen file's parts as slices, six at once. @returns their ETags, in order */
async function upload(requests: readonly BareRequest[], partSizeBytes: number): Promise<string[]> {
  const [file] = chosen('File')
  if (file === undefined) throw new Error('No file was chosen')
  const etags: string[] = []
  await inLanes([...requests.entries()], async ([index, request]) => {
    etags[index] = await put(request, file.slice(index * partSizeBytes, (index + 1) * partSizeBytes))
  })
  return etags
}

/** Sends files of the chosen folder, six at once. @param requests paths below the folder, and addresses */
async function uploadMany(requests: readonly (readonly [path: string, url: string])[]): Promise<void> {
  const files = new Map(chosen('Folder').map((file) => [file.webkitRelativePath.replace(/^[^/]*\//, ''), file]))
  await inLanes([...requests], async ([path, url]) => {
    const file = files.get(path)
    if (file === undefined) throw new Error(`${path} was not chosen`)
    const answer = await fetch(url, { method: 'PUT', body: file })
    if (!answer.ok) throw new Error(await answer.text())
  })
}

function chosen(label: string): File[] {
  return [...(document.querySelector<HTMLInputElement>(`[aria-label=${label}]`)?.files ?? [])]
}

async function inLanes<T>(items: T[], work: (item: T) => Promise<void>): Promise<void> {
  const lane = async (): Promise<void> => {
    for (let next = items.shift(); next !== undefined; next = items.shift()) await work(next)
  }
  await Promise.all(Array.from({ length: LANES }, lane))
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
  return receive({ requests: [['download', request]], lanes: 1 })
}

/** As `download`, six at once. */
function downloadMany(requests: readonly (readonly [path: string, url: string])[]): Promise<number> {
  return receive({ requests: requests.map(([path, url]) => [path, { url, headers: {} }]), lanes: LANES })
}

function receive(task: ReceiveTask): Promise<number> {
  const worker = new Worker(new URL('./receive.worker.ts', import.meta.url), { type: 'module' })
  return new Promise<number>((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<Fetched>) =>
      'error' in data ? reject(new Error(data.error)) : resolve(data.sizeBytes)
    worker.onerror = (event) => reject(new Error(event.message))
    worker.postMessage(task)
  }).finally(() => worker.terminate())
}

async function removeDownloads(): Promise<void> {
  const root = await navigator.storage.getDirectory()
  for await (const name of root.keys()) await root.removeEntry(name, { recursive: true })
}

export const bare = { upload, uploadMany, download, downloadMany, removeDownloads }

Object.assign(globalThis, { bare })
