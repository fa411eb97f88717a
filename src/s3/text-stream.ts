// The body of an answer whose text is known. A Blob's stream would take a way through the browser's own process.

export function streamOf(text: string): ReadableStream<Uint8Array<ArrayBuffer>> {
  return new ReadableStream({
    start(controller) {
      if (text !== '') controller.enqueue(new TextEncoder().encode(text))
      controller.close()
    }
  })
}
