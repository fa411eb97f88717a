// A server that passes requests on as they are, each where it is told.
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
