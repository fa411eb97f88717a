// Ports of this machine's loopback: free ones, and whether one is listened on.
import { createConnection, createServer, type AddressInfo } from 'node:net'

/** A port of 127.0.0.1 for each name, all different, on which no one listens now. */
export async function findFreePorts<Name extends string>(names: readonly Name[]): Promise<Record<Name, number>> {
  const servers = await Promise.all(
    names.map(async (name) => {
      const server = createServer()
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject)
        server.listen(0, '127.0.0.1', resolve)
      })
      return { name, server }
    })
  )
  const ports = servers.map(({ name, server }) => [name, (server.address() as AddressInfo).port])
  await Promise.all(servers.map(({ server }) => new Promise((resolve) => server.close(resolve))))
  return Object.fromEntries(ports) as Record<Name, number>
}

/** Whether 127.0.0.1 takes a connection on the port. */
export function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ host: '127.0.0.1', port })
    socket.once('connect', () => resolve(true))
    socket.once('error', () => resolve(false))
    socket.once('connect', () => socket.destroy())
  })
}
