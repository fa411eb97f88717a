// Audio and video of a preview. An element can't send the headers of an encrypted object, and no signed address may stand in an
// attribute: so its requests come to the worker, which asks the page for the bytes. Nothing else is answered, and nothing as markup.

/** What the worker asks of the page whose element wants to play, through a port. */
export interface MediaQuestion {
  readonly kind: 'media'
  readonly id: string
  readonly startByte: number
  /** The last one that is wanted; undefined: the end. */
  readonly lastByte: number | undefined
}

/** Null: the page serves nothing under this name, or could not read it. */
export type MediaPart = {
  readonly type: string
  readonly sizeBytes: number
  readonly startByte: number
  readonly bytes: Uint8Array<ArrayBuffer>
} | null

/** What of a Client matters. */
interface Page {
  postMessage(message: unknown, transfer: Transferable[]): void
}

const PATH = /^preview-media\/([\w-]{16,64})$/
const ANSWER_TIMEOUT_MS = 90_000
/** Whatever opens it, no script of it runs, and it is nothing else than its type says. */
const CAUTION = {
  'content-security-policy': "sandbox; default-src 'none'",
  'x-content-type-options': 'nosniff',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store'
} as const

/** @param path below the page's folder */
export function mediaIdOf(path: string): string | undefined {
  return PATH.exec(path)?.[1]
}

/** Below the page's folder. */
export function mediaPath(id: string): string {
  return `preview-media/${id}`
}

/** Answers a request of an audio or video element of that page; to any other there is nothing here. */
export async function answerMedia(
  id: string,
  { destination, headers }: Pick<Request, 'destination' | 'headers'>,
  page: Page | undefined
): Promise<Response> {
  const range = /^bytes=(\d+)-(\d*)$/.exec(headers.get('range') ?? '')
  const isMedia = destination === 'audio' || destination === 'video'
  if (page === undefined || !isMedia || range === null) return refuse()
  const [startByte, lastByte] = [Number(range[1]), range[2] === '' ? undefined : Number(range[2])]
  const part = await ask(page, { kind: 'media', id, startByte, lastByte })
  if (part === null || part.bytes.byteLength === 0) return refuse()
  const end = part.startByte + part.bytes.byteLength - 1
  return new Response(part.bytes, {
    status: 206,
    headers: {
      ...CAUTION,
      'content-type': part.type,
      'content-length': String(part.bytes.byteLength),
      'content-range': `bytes ${part.startByte}-${end}/${part.sizeBytes}`,
      'accept-ranges': 'bytes'
    }
  })
}

function refuse(): Response {
  return new Response('', { status: 404, headers: { ...CAUTION, 'content-type': 'text/plain' } })
}

function ask(page: Page, question: MediaQuestion): Promise<MediaPart> {
  const { port1, port2 } = new MessageChannel()
  return new Promise<MediaPart>((resolve) => {
    port1.onmessage = ({ data }: MessageEvent<MediaPart>) => resolve(data)
    setTimeout(() => resolve(null), ANSWER_TIMEOUT_MS) // a page that is gone tells nothing
    page.postMessage(question, [port2])
  }).finally(() => port1.close())
}
