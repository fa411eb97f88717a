// What previews need of the browser: workers, and addresses under which this page's elements play what the page reads.
import { newId } from '../domain/new-id'
import type { PlayedFile } from '../domain/preview'
import { mediaPath, type MediaPart, type MediaQuestion } from './service-worker/media'
import { startWorker } from './workers/start-worker'

/** Of one answer: an element asks for the next when it needs it. */
const MAX_PART_BYTES = 1024 * 1024

/** By the name in their address. */
const played = new Map<string, PlayedFile>()

export const previewTools = {
  startParquetWorker: (): Worker => startWorker('parquet'),
  startPdfWorker: (): Worker => startWorker('pdf'),

  serveMedia(file: PlayedFile): { readonly address: string; readonly stop: () => void } | undefined {
    const { serviceWorker } = navigator as Partial<Navigator>
    if (!serviceWorker?.controller) return undefined
    if (played.size === 0) serviceWorker.addEventListener('message', answer)
    const id = newId()
    played.set(id, file)
    const stop = (): void => {
      played.delete(id)
      if (played.size === 0) serviceWorker.removeEventListener('message', answer)
    }
    return { address: new URL(mediaPath(id), document.baseURI).href, stop }
  }
}

function answer({ data, ports }: MessageEvent<Partial<MediaQuestion>>): void {
  if (data.kind !== 'media') return
  const tell = (part: MediaPart): void => ports[0]?.postMessage(part)
  readPart(data as MediaQuestion).then(tell, () => tell(null))
}

async function readPart({ id, startByte, lastByte }: MediaQuestion): Promise<MediaPart> {
  const file = played.get(id)
  if (file === undefined || startByte >= file.sizeBytes) return null
  const endByte = Math.min((lastByte ?? Infinity) + 1, startByte + MAX_PART_BYTES, file.sizeBytes)
  const bytes = await file.read(startByte, endByte)
  return { type: file.type, sizeBytes: file.sizeBytes, startByte, bytes }
}
