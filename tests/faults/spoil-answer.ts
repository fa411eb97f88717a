// An answer of the gateway as a fault makes it.
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { Readable, type Transform } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { faulty, offsetOf, type WireFault } from './wire-fault'

export interface SpoiledAnswer {
  readonly headers: OutgoingHttpHeaders
  readonly body: Readable
  /** Through which the body goes. */
  readonly stages: readonly Transform[]
}

/** To the page: the answer to this method goes out on this connection. */
export interface Way {
  readonly method: string
  readonly outgoing: ServerResponse
  readonly socket: Socket
}

/** @returns undefined when nothing of it is passed on. */
export async function spoilAnswer(
  answer: IncomingMessage,
  fault: WireFault,
  way: Way
): Promise<SpoiledAnswer | undefined> {
  const { etag, ...others } = answer.headers
  const hit = (): void => fault.onHit?.()
  if (fault.kind === 'no-etag') {
    if (etag !== undefined) hit()
    return { headers: others, body: answer, stages: [] }
  }
  if (fault.kind === 'lost-answer') {
    await buffer(answer)
    hit()
    way.socket.resetAndDestroy()
    return undefined
  }
  const known = Number(answer.headers['content-length'] ?? 0)
  if (known > 0 && way.method !== 'HEAD' && fault.kind !== 'duplicate-answer')
    return atByte(answer, known, answer.headers, fault, way)
  // What tells no length is XML and small.
  const bytes = await buffer(answer)
  const headers: OutgoingHttpHeaders = { ...answer.headers }
  delete headers['transfer-encoding']
  if (way.method !== 'HEAD') headers['content-length'] = bytes.byteLength
  const body = Readable.from([bytes])
  if (fault.kind === 'duplicate-answer') {
    const { statusCode = 200 } = answer
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${String(value)}\r\n`)
    way.outgoing.on('finish', () => {
      hit()
      way.socket.write(Buffer.concat([Buffer.from(`HTTP/1.1 ${statusCode} Again\r\n${lines.join('')}\r\n`), bytes]))
    })
  } else if (bytes.byteLength > 0) return atByte(body, bytes.byteLength, headers, fault, way)
  else if (fault.kind === 'stall-answer') {
    hit()
    return undefined
  } else if (fault.kind === 'flip-answer' && etag !== undefined) {
    hit()
    headers['etag'] = changeDigit(etag)
  }
  return { headers, body, stages: [] }
}

function atByte(
  body: Readable,
  sizeBytes: number,
  headers: OutgoingHttpHeaders,
  fault: WireFault,
  { outgoing, socket }: Way
): SpoiledAnswer {
  if (!('at' in fault || 'atByte' in fault)) return { headers, body, stages: [] }
  const offset = offsetOf(fault, sizeBytes)
  const breakOff = (): void => void (fault.kind === 'cut-answer' ? outgoing.destroy() : socket.resetAndDestroy())
  return {
    headers: fault.kind === 'short-answer' ? { ...headers, 'content-length': offset } : headers,
    body,
    stages: [faulty(fault.kind, offset, () => fault.onHit?.(), breakOff)]
  }
}

/** A flipped bit in the last hex digit. */
function changeDigit(etag: string): string {
  return etag.replace(/[0-9a-f](?=[^0-9a-f]*$)/, (digit) => (parseInt(digit, 16) ^ 1).toString(16))
}
