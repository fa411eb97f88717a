// A loopback proxy before the real gateway that misbehaves as it is told: slow, refusing, or cutting answers short.
import { createServer, request as send, type IncomingMessage } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { PassThrough, pipeline, Transform } from 'node:stream'

export interface Faults {
  /** Of each request's body. */
  readonly bytesPerSecond?: number
  /** Of each answer's body. */
  readonly answerBytesPerSecond?: number
  /** Answered with 503 SlowDown instead of being passed on. */
  readonly refuse?: (method: string, url: string) => boolean
  /** Answered with this instead of being passed on. */
  readonly answer?: (method: string, url: string) => MadeUpAnswer | undefined
  /** The answer's connection breaks after this many bytes of its body. */
  readonly cutAfterBytes?: (method: string, url: string) => number | undefined
}

export interface MadeUpAnswer {
  readonly status: number
  /** Default application/xml. */
  readonly contentType?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body: string
}

export interface FaultProxy {
  readonly url: string
  /** Every request that came, in order: its method and its path with the query. */
  readonly seen: readonly (readonly [method: string, url: string])[]
  /** Of all answers to pages so far, headers included. */
  readonly answeredBytes: number
  /** From now on everything is passed on as it is, what is under way too. */
  heal(): void
  /** Breaks every connection, and every one that comes within so many milliseconds. */
  breakOff(ms: number): void
  close(): Promise<void>
}

const cors = { 'access-control-allow-origin': '*' }

export async function startFaultProxy(target: string, faults: Faults): Promise<FaultProxy> {
  let current = faults
  const healing = new AbortController()
  const seen: [string, string][] = []
  const { hostname, port } = new URL(target)
  let brokenUntilMs = 0
  const server = createServer((incoming, outgoing) => {
    const { method = 'GET', url = '/' } = incoming
    if (Date.now() < brokenUntilMs) return void incoming.destroy()
    seen.push([method, url])
    const madeUp = method === 'OPTIONS' ? undefined : answerTo(method, url)
    if (madeUp !== undefined) {
      const { status, contentType = 'application/xml', body } = madeUp
      const headers = { ...cors, 'content-type': contentType, ...madeUp.headers }
      incoming.resume()
      incoming.on('end', () => outgoing.writeHead(status, headers).end(body))
      return
    }
    // The Host header goes on as it came: the signature is made for it.
    const onward = send({ hostname, port, method, path: url, headers: incoming.headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
      const limit = method === 'OPTIONS' ? undefined : current.cutAfterBytes?.(method, url)
      const pace = current.answerBytesPerSecond
      // An answer that breaks off breaks the page's connection too.
      if (limit === undefined)
        pipeline(answer, pace === undefined ? new PassThrough() : slow(pace, healing.signal), outgoing, () => undefined)
      else cut(answer, limit, outgoing)
    })
    onward.on('error', () => outgoing.destroy())
    incoming.on('close', () => incoming.complete || onward.destroy())
    const rate = current.bytesPerSecond
    if (rate === undefined) incoming.pipe(onward)
    else incoming.pipe(slow(rate, healing.signal)).pipe(onward)
  })
  function answerTo(method: string, url: string): MadeUpAnswer | undefined {
    if (current.refuse?.(method, url)) return { status: 503, body: '<Error><Code>SlowDown</Code></Error>' }
    return current.answer?.(method, url)
  }

  const sockets: Socket[] = []
  server.on('connection', (socket) => sockets.push(socket))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    get answeredBytes() {
      return sockets.reduce((sum, socket) => sum + socket.bytesWritten, 0)
    },
    heal: () => {
      current = {}
      healing.abort()
    },
    breakOff: (ms) => {
      brokenUntilMs = Date.now() + ms
      server.closeAllConnections()
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      })
  }
}

/** Until it is healed. */
function slow(bytesPerSecond: number, healed: AbortSignal): Transform {
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      const timer = setTimeout(pass, healed.aborted ? 0 : (chunk.byteLength / bytesPerSecond) * 1000)
      healed.addEventListener('abort', pass, { once: true })

      function pass(): void {
        clearTimeout(timer)
        healed.removeEventListener('abort', pass)
        done(null, chunk)
      }
    }
  })
}

function cut(answer: IncomingMessage, limit: number, outgoing: NodeJS.WritableStream & { destroy(): unknown }): void {
  let sent = 0
  answer.on('data', (chunk: Buffer) => {
    if (sent + chunk.byteLength >= limit) {
      outgoing.write(chunk.subarray(0, limit - sent), () => outgoing.destroy())
      answer.destroy()
    } else outgoing.write(chunk)
    sent += chunk.byteLength
  })
  // Shorter than the limit: it ends, or the next answer on this connection would wait for ever.
  answer.on('end', () => outgoing.end())
}
