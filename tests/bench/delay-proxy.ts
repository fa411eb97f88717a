// Makes a gateway far away: every byte comes through half a round trip later in each direction, and a connection opens after a whole one.
import { createServer, connect, type AddressInfo, type Socket } from 'node:net'

export interface DelayProxy {
  readonly url: string
  close(): Promise<void>
}

/** @param roundTripMs to the target and back */
export async function startDelayProxy(target: string, roundTripMs: number): Promise<DelayProxy> {
  const { hostname, port } = new URL(target)
  const sockets = new Set<Socket>()
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
    const gateway = connect({ host: hostname, port: Number(port), allowHalfOpen: true, noDelay: true })
    // The client's own connect cost nothing here: it pays for that with its first bytes.
    passOn(client, gateway, roundTripMs / 2, roundTripMs)
    passOn(gateway, client, roundTripMs / 2, 0)
    for (const socket of [client, gateway]) {
      sockets.add(socket)
      socket.on('error', () => (client.destroy(), gateway.destroy()))
      socket.on('close', () => {
        sockets.delete(socket)
        // What it has said is still on its way.
        setTimeout(() => (client.destroy(), gateway.destroy()), 2 * roundTripMs)
      })
    }
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      })
  }
}

/** In order, each piece `delayMs` after it came, and none before `openMs` after the beginning. */
function passOn(from: Socket, to: Socket, delayMs: number, openMs: number): void {
  const openAtMs = performance.now() + openMs
  const onTheWay: (() => void)[] = []
  const later = (work: () => void): void => {
    onTheWay.push(work)
    // Timers are not exact: whichever fires, the piece that came first goes first.
    setTimeout(() => onTheWay.shift()?.(), Math.max(openAtMs - performance.now(), delayMs))
  }
  from.on('data', (bytes) => later(() => to.writable && to.write(bytes)))
  from.on('end', () => later(() => to.writable && to.end()))
}
