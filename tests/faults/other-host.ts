// Where redirects lead: a host of another origin that takes everything, says that all is well, and writes down what it was given.
import { createHash } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Received {
  readonly url: string
  readonly bodyBytes: number
  /** A header with a key, or with a signature by one. */
  readonly hasSecret: boolean
}

export interface OtherHost {
  readonly url: string
  /** Preflights are left out. */
  readonly received: readonly Received[]
  close(): Promise<void>
}

const SECRETS = ['authorization', 'x-amz-server-side-encryption-customer-key']

export async function startOtherHost(): Promise<OtherHost> {
  const received: Received[] = []
  const server = createServer((incoming, outgoing) => {
    const digest = createHash('md5')
    let bodyBytes = 0
    incoming.on('data', (chunk: Buffer) => {
      bodyBytes += chunk.byteLength
      digest.update(chunk)
    })
    incoming.on('end', () => {
      const hasSecret = SECRETS.some((name) => incoming.headers[name] !== undefined)
      if (incoming.method !== 'OPTIONS' || hasSecret) received.push({ url: incoming.url ?? '', bodyBytes, hasSecret })
      outgoing.writeHead(200, {
        'access-control-allow-origin': '*',
        'access-control-allow-methods': 'GET, HEAD, PUT, POST, DELETE',
        'access-control-allow-headers': incoming.headers['access-control-request-headers'] ?? '*',
        'access-control-expose-headers': 'etag',
        etag: `"${digest.digest('hex')}"`
      })
      outgoing.end('<Answer/>')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      })
  }
}
