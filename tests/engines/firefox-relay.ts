// Debian's Firefox ESR, started with the arguments given, and a relay before its WebDriver BiDi: Playwright speaks to newer
// Firefoxes by it, and what this one has not learnt yet is answered or mended here. Nothing of the browser is changed.
import { spawn } from 'node:child_process'
import { renameSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { WebSocket, WebSocketServer } from 'ws'

interface Message {
  readonly id?: number
  readonly method?: string
  readonly params?: DownloadEvent
}
interface DownloadEvent {
  /** The id of a download, which older versions do not give. */
  readonly download?: string
  readonly url?: string
  readonly suggestedFilename?: string
  readonly filepath?: string | null
}

const LISTENS = /^WebDriver BiDi listening on (ws:\/\/\S+)$/

/** Only emulates colour schemes, which no scenario asks for. */
const UNKNOWN = ['emulation.setMediaFeaturesOverride']

const firefox = spawn('/usr/bin/firefox-esr', process.argv.slice(2), { stdio: ['ignore', 'inherit', 'pipe'] })
firefox.on('close', (status) => process.exit(status ?? 1))
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => firefox.kill('SIGKILL'))
createInterface({ input: firefox.stderr }).on('line', (line) => {
  const address = LISTENS.exec(line)?.[1]
  if (address === undefined) console.error(line)
  else listen(`${address}/session`)
})

function listen(target: string): void {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 })
  server.on('connection', (client) => relay(client, target))
  server.on('listening', () => {
    const { port } = server.address() as AddressInfo
    console.error(`WebDriver BiDi listening on ws://127.0.0.1:${port}`)
  })
}

function relay(client: WebSocket, target: string): void {
  const browser = new WebSocket(target)
  const isOpen = new Promise((resolve) => browser.once('open', resolve))
  client.on('message', (data) => {
    const text = data.toString()
    const { id, method = '' } = JSON.parse(text) as Message
    if (UNKNOWN.includes(method)) return client.send(JSON.stringify({ type: 'success', id, result: {} }))
    void isOpen.then(() => browser.send(text))
  })
  const names = new Map<string, string>()
  browser.on('message', (data) => client.send(mended(data.toString(), names)))
  client.on('close', () => browser.close())
  browser.on('close', () => client.close())
  for (const socket of [client, browser]) socket.on('error', (error) => console.error(error.message))
}

/** The same, but a download has an id, which is its address, and its file the name that was said before. */
function mended(text: string, names: Map<string, string>): string {
  if (!text.includes('"method":"browsingContext.download')) return text
  const message = JSON.parse(text) as Message
  const { url, suggestedFilename, filepath, download = url } = message.params ?? {}
  if (url === undefined) return text
  if (suggestedFilename !== undefined) names.set(url, suggestedFilename)
  const name = names.get(url)
  if (filepath && name !== undefined) renameSync(filepath, join(dirname(filepath), name)) // not `name(1)` beside an earlier one
  return JSON.stringify({ ...message, params: { ...message.params, download } })
}
