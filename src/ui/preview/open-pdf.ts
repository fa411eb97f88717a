// Opens a PDF file by pdf.js: read by ranges, parsed by a worker, drawn as pixels. No script of it, no form, no link, and no font of it
// reaches the browser: glyphs are drawn as paths.
import {
  AnnotationMode,
  getDocument,
  PDFDataRangeTransport,
  PDFWorker,
  VerbosityLevel
} from 'pdfjs-dist/legacy/build/pdf.mjs'
import type { ByteSource } from '../../operations/preview/object-bytes'
import { IMAGE_DECODERS } from './pdf-decoders'
import { STANDARD_FONTS } from './pdf-fonts'

const RANGE_BYTES = 256 * 1024
const MAX_CANVAS_PIXELS = 16_000_000
const MAX_SIDE_PIXELS = 4096

/** What a page lacks. */
export interface MissingFromPage {
  /** How many of its images could not be decoded. */
  readonly images: number
  /** A font of a page that was drawn so far has its characters in a map that is not there: text in it is missing, or wrong. */
  readonly mayLackText: boolean
}

export interface OpenedPdf {
  readonly pageCount: number
  /**
   * Draws a page, counted from 1, as wide as this in CSS pixels. Rejects where it can't, and when the signal fires.
   * @returns what it lacks
   */
  draw(page: number, canvas: HTMLCanvasElement, width: number, signal: AbortSignal): Promise<MissingFromPage>
  close(): void
}

/** @returns undefined where it is damaged, or needs a password. Rejects as the source does. */
export async function openPdf(
  worker: Worker,
  source: ByteSource,
  head: Uint8Array<ArrayBuffer>,
  signal: AbortSignal
): Promise<OpenedPdf | undefined> {
  let failure: unknown
  let mayLackText = false
  const close = (): void => {
    void loading.destroy().catch(() => undefined)
    worker.terminate()
  }
  class Transport extends PDFDataRangeTransport {
    override requestDataRange(begin: number, end: number): void {
      source.read(begin, Math.min(end, source.sizeBytes), signal).then(
        (bytes) => this.onDataRange(begin, bytes),
        (error: unknown) => {
          failure = error
          close()
        }
      )
    }
  }
  class Files extends FilesOfBuild {
    override async fetch(file: WantedFile): Promise<Uint8Array> {
      if (file.kind === 'cMapUrl') mayLackText = true
      return super.fetch(file)
    }
  }
  const loading = getDocument({
    range: new Transport(source.sizeBytes, head.slice(), true),
    rangeChunkSize: RANGE_BYTES,
    disableAutoFetch: true,
    disableStream: true,
    worker: PDFWorker.create({ port: worker }),
    BinaryDataFactory: Files,
    useWorkerFetch: false,
    disableFontFace: true,
    useSystemFonts: false,
    enableXfa: false,
    maxImageSize: 50_000_000,
    verbosity: VerbosityLevel.ERRORS
  })
  signal.addEventListener('abort', close, { once: true })
  const file = await loading.promise.catch(() => undefined)
  signal.throwIfAborted()
  if (failure !== undefined) throw failure
  if (file === undefined) {
    close()
    return undefined
  }
  return {
    pageCount: file.numPages,
    close,
    async draw(pageNumber, canvas, width, signal) {
      const page = await file.getPage(pageNumber)
      const natural = page.getViewport({ scale: 1 })
      const wanted = (width * devicePixelRatio) / natural.width
      const most = Math.min(
        MAX_SIDE_PIXELS / Math.max(natural.width, natural.height),
        Math.sqrt(MAX_CANVAS_PIXELS / (natural.width * natural.height))
      )
      signal.throwIfAborted()
      const viewport = page.getViewport({ scale: Math.min(wanted, most) })
      canvas.width = Math.max(1, Math.floor(viewport.width))
      canvas.height = Math.max(1, Math.floor(viewport.height))
      const task = page.render({ canvas, viewport, annotationMode: AnnotationMode.DISABLE })
      signal.addEventListener('abort', () => task.cancel(), { once: true })
      await task.promise
      const data = [...(page.objs as Iterable<readonly [id: string, data: unknown]>)]
      return { images: data.filter(([, one]) => one === null).length, mayLackText }
    }
  }
}

interface WantedFile {
  readonly kind: string
  readonly filename: string
}

/** The fonts that every reader must have, and the decoders of images, of this build alone; nothing else is there to fetch. */
class FilesOfBuild {
  async fetch({ kind, filename }: WantedFile): Promise<Uint8Array> {
    const files = kind === 'standardFontDataUrl' ? STANDARD_FONTS : kind === 'wasmUrl' ? IMAGE_DECODERS : {}
    const address = files[filename]
    if (address === undefined) throw new TypeError(kind)
    const answer = await fetch(new URL(address, import.meta.url), { redirect: 'error', credentials: 'omit' })
    if (!answer.ok) throw new TypeError(kind)
    return new Uint8Array(await answer.arrayBuffer())
  }
}
