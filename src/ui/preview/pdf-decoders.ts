// The addresses of the decoders for images of scanned pages (fax, JBIG2) and JPEG 2000, as files of this build.
import jbig2 from 'pdfjs-dist/wasm/jbig2.wasm?url'
import openjpeg from 'pdfjs-dist/wasm/openjpeg.wasm?url'

/** By the names that pdf.js asks for. */
export const IMAGE_DECODERS: Readonly<Record<string, string>> = { 'jbig2.wasm': jbig2, 'openjpeg.wasm': openjpeg }
