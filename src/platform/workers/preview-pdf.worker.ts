// Reads PDF files off the page's thread: pdf.js, which starts by itself. It asks only the page for bytes.
import 'pdfjs-dist/legacy/build/pdf.worker.mjs'
