// Lets test workers stop and start the gateway, whose daemons are children of another process: a tiny loopback server
// in that process, and the two calls.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { GatewayInfo } from './gateway'

export interface Control {
  readonly url: string
  close(): void
}

export interface Controlled {
  stopRadosgw(): Promise<void>
  startRadosgw(): Promise<void>
}

/** Serves POST /radosgw/stop and POST /radosgw/start: 204 when done, 500 with the reason in plain text. */
export async function startControl(gateway: Controlled): Promise<Control> {
  const actions = new Map([
    ['POST /radosgw/stop', gateway.stopRadosgw],
    ['POST /radosgw/start', gateway.startRadosgw]
  ])
  const server = createServer((request, response) => {
    const action = actions.get(`${request.method} ${request.url}`)
    if (action === undefined) response.writeHead(404).end()
    else
      action().then(
        () => response.writeHead(204).end(),
        (error: unknown) => response.writeHead(500).end(String(error))
      )
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  server.unref()
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.close()
      server.closeAllConnections()
    }
  }
}

async function post(info: GatewayInfo, path: string): Promise<void> {
  const response = await fetch(info.controlUrl + path, { method: 'POST', signal: AbortSignal.timeout(100_000) })
  const reason = await response.text()
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${reason}`)
}

/** Stops the run's gateway, from whichever process; its data stay, the proxy answers 502. */
export function stopRadosgw(info: GatewayInfo): Promise<void> {
  return post(info, '/radosgw/stop')
}

/** Starts it again; resolves when it answers. */
export function startRadosgw(info: GatewayInfo): Promise<void> {
  return post(info, '/radosgw/start')
}
