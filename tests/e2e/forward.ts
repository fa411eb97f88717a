// A server that passes requests on as they are, each where it is told, and one that remembers them.
import { createServer, request as ask, type IncomingMessage, type RequestListener } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'

export interface Forwarding {
  readonly url: string
  close(): void
}

/** @param target an address by http @param tls PEM of a key and its certificate; undefined: plain http */
export async function forward(
  target: (request: IncomingMessage) => string,
  tls?: { readonly key: Buffer; readonly cert: Buffer }
): Promise<Forwarding> {
  const listener: RequestListener = (request, response) => {
    const { hostname, port } = new URL(target(request))
    const { method, url: path, headers } = request
    const onward = ask({ hostname, port, method, path, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(response)
    })
    onward.on('error', () => response.destroy())
    request.pipe(onward)
  }
  const server = tls === undefined ? createServer(listener) : createTlsServer(tls, listener)
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  return {
    url: `http${tls === undefined ? '' : 's'}://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.closeAllConnections()
      server.close()
    }
  }
}

export interface Listening extends Forwarding {
  /** Every request so far: address, headers and the beginning of its body. */
  readonly heard: () => string
}

/** The rest is an object's own bytes. */
const MAX_BODY_BYTES = 65_536

/** Another address of a gateway, and all that is said to it. @param target its address by http */
export async function listen(target: string): Promise<Listening> {
  const requests: { readonly request: IncomingMessage; readonly chunks: Buffer[] }[] = []
  const forwarding = await forward((request) => {
    const chunks: Buffer[] = []
    requests.push({ request, chunks })
    request.on('data', (chunk: Buffer) => void chunks.push(chunk))
    return target
  })
  const textOf = ({ request: { method, url = '', rawHeaders }, chunks }: (typeof requests)[number]): string =>
    [
      method,
      url,
      decodeURIComponent(url),
      ...rawHeaders,
      Buffer.concat(chunks).toString('latin1', 0, MAX_BODY_BYTES)
    ].join('\n')
  return { ...forwarding, heard: () => requests.map(textOf).join('\n\n') }
}
