// A loopback proxy before the real gateway that misbehaves as it is told: slow, refusing, breaking off, or by one fault a request.
import { createServer, request as send, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { pipeline, type Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { spoilAnswer } from '../faults/spoil-answer'
import { counting, faulty, offsetOf, slow, type MadeUpAnswer, type WireFault } from '../faults/wire-fault'

export type { MadeUpAnswer }

export interface Faults {
  /** Of each request's body. */
  readonly bytesPerSecond?: number | undefined
  /** Of all requests' bodies together. */
  readonly lineBytesPerSecond?: number
  /** Of each answer's body. */
  readonly answerBytesPerSecond?: number | undefined
  /** Answered with 503 SlowDown instead of being passed on. */
  readonly refuse?: (method: string, url: string) => boolean
  /** Answered with this instead of being passed on. */
  readonly answer?: (method: string, url: string) => MadeUpAnswer | undefined
  /** The answer's connection breaks after this many bytes of its body. */
  readonly cutAfterBytes?: (method: string, url: string) => number | undefined
  /** What goes wrong with this request. */
  readonly fault?: (exchange: Exchange) => WireFault | undefined
  /** The request waits for this before anything of it is passed on. */
  readonly hold?: (exchange: Exchange) => Promise<void> | undefined
}

/** One request and its answer, as far as they have come. */
export interface Exchange {
  readonly method: string
  /** Its path with the query. */
  readonly url: string
  /** Of the request's body, from the page. */
  readonly sentBytes: number
  /** Of the answer's body, to the page. */
  readonly answeredBytes: number
}

export interface FaultProxy {
  readonly url: string
  /** Every request that came but a connection check's, in order: its method and its path with the query. */
  readonly seen: readonly (readonly [method: string, url: string])[]
  /** The same, preflights left out. */
  readonly exchanges: readonly Exchange[]
  /** Of all answers to pages so far, headers included. */
  readonly answeredBytes: number
  /** From now on everything is passed on as it is, what is under way too. */
  heal(): void
  /** Breaks every connection, and every one that comes within so many milliseconds. */
  breakOff(ms: number): void
  close(): Promise<void>
}

type Counter = { -readonly [Field in keyof Exchange]: Exchange[Field] }

const cors = { 'access-control-allow-origin': '*' }

/** A request of the check that each new profile's connection gets in the background: no test's faults and counts are meant for it. */
export function isOfCheck(url: string): boolean {
  return url.includes('lockgate-check')
}

export async function startFaultProxy(target: string, faults: Faults): Promise<FaultProxy> {
  let current = faults
  const healing = new AbortController()
  const seen: [string, string][] = []
  const exchanges: Counter[] = []
  const { hostname, port } = new URL(target)
  const line = { freeAtMs: 0 }
  let brokenUntilMs = 0

  const server = createServer((incoming, outgoing) => {
    const { method = 'GET', url = '/' } = incoming
    if (Date.now() < brokenUntilMs) return void incoming.destroy()
    if (isOfCheck(url)) return passOn(incoming, outgoing, { method, url, sentBytes: 0, answeredBytes: 0 })
    seen.push([method, url])
    const exchange = { method, url, sentBytes: 0, answeredBytes: 0 }
    if (method !== 'OPTIONS') exchanges.push(exchange)
    const held = method === 'OPTIONS' ? undefined : current.hold?.(exchange)
    if (held === undefined) take(incoming, outgoing, exchange)
    else void held.then(() => take(incoming, outgoing, exchange))
  })

  function take(incoming: IncomingMessage, outgoing: ServerResponse, exchange: Counter): void {
    const fault = exchange.method === 'OPTIONS' ? undefined : faultOf(exchange)
    if (fault?.kind === 'made-up') {
      const { status, contentType = 'application/xml', body, headers } = fault.answer
      incoming.on('data', (chunk: Buffer) => (exchange.sentBytes += chunk.byteLength))
      incoming.on('end', () => {
        outgoing.writeHead(status, { ...cors, 'content-type': contentType, ...headers }).end(body)
        fault.onHit?.()
      })
    } else if (fault?.kind === 'repeated-request') void repeat(incoming, outgoing, exchange, fault)
    else passOn(incoming, outgoing, exchange, fault)
  }

  function faultOf(exchange: Exchange): WireFault | undefined {
    const { method, url } = exchange
    if (current.refuse?.(method, url))
      return { kind: 'made-up', answer: { status: 503, body: '<Error><Code>SlowDown</Code></Error>' } }
    const answer = current.answer?.(method, url)
    if (answer !== undefined) return { kind: 'made-up', answer }
    const limit = current.cutAfterBytes?.(method, url)
    return limit === undefined ? current.fault?.(exchange) : { kind: 'cut-answer', atByte: limit }
  }

  function passOn(incoming: IncomingMessage, outgoing: ServerResponse, exchange: Counter, fault?: WireFault): void {
    const headers = { ...incoming.headers }
    const stages = [counting((bytes) => (exchange.sentBytes += bytes))]
    if (current.bytesPerSecond !== undefined) stages.push(slow(current.bytesPerSecond, healing.signal))
    if (current.lineBytesPerSecond !== undefined) stages.push(slow(current.lineBytesPerSecond, healing.signal, line))
    let rest = fault
    if (fault !== undefined && 'at' in fault && fault.kind.endsWith('request')) {
      const offset = offsetOf(fault, Number(headers['content-length'] ?? 0))
      const breakOff = (): void => {
        onward.destroy()
        incoming.socket.resetAndDestroy()
      }
      stages.push(faulty(fault.kind, offset, () => fault.onHit?.(), breakOff))
      if (fault.kind === 'short-request') headers['content-length'] = String(offset)
      rest = undefined
    }
    // The Host header goes on as it came: the signature is made for it.
    const onward = send({ hostname, port, method: exchange.method, path: exchange.url, headers }, (answer) => {
      void passBack(answer, incoming.socket, outgoing, exchange, rest)
    })
    onward.on('error', () => outgoing.destroy())
    incoming.on('close', () => incoming.complete || onward.destroy())
    pipe([incoming, ...stages, onward])
  }

  async function passBack(
    answer: IncomingMessage,
    socket: Socket,
    outgoing: ServerResponse,
    exchange: Counter,
    fault?: WireFault
  ): Promise<void> {
    const plain = { headers: answer.headers, body: answer as Readable, stages: [] }
    const way = { method: exchange.method, outgoing, socket }
    const spoiled =
      fault === undefined ? plain : await spoilAnswer(answer, fault, way).catch(() => void outgoing.destroy())
    if (spoiled === undefined) return
    const pace = current.answerBytesPerSecond
    const slowed = pace === undefined ? [] : [slow(pace, healing.signal)]
    const counted = counting((bytes) => (exchange.answeredBytes += bytes))
    outgoing.writeHead(answer.statusCode ?? 502, spoiled.headers)
    // An answer that breaks off breaks the page's connection too.
    pipe([spoiled.body, ...slowed, ...spoiled.stages, counted, outgoing])
  }

  /** Sends it on twice, as a proxy does that has heard nothing and asks again. */
  async function repeat(
    incoming: IncomingMessage,
    outgoing: ServerResponse,
    exchange: Counter,
    fault: WireFault
  ): Promise<void> {
    const ask = (body: Buffer): Promise<IncomingMessage> =>
      new Promise((resolve, reject) => {
        const { method, url: path } = exchange
        send({ hostname, port, method, path, headers: incoming.headers }, resolve).on('error', reject).end(body)
      })
    try {
      const body = await buffer(incoming)
      exchange.sentBytes += body.byteLength
      await buffer(await ask(body))
      const second = await ask(body)
      fault.onHit?.()
      await passBack(second, incoming.socket, outgoing, exchange)
    } catch {
      outgoing.destroy()
    }
  }

  const sockets: Socket[] = []
  server.on('connection', (socket) => sockets.push(socket))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    exchanges,
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

/** Errors end both sides; who waits for the answer hears of them. */
function pipe(streams: readonly (NodeJS.ReadableStream | NodeJS.WritableStream | NodeJS.ReadWriteStream)[]): void {
  pipeline(streams, () => undefined)
}
