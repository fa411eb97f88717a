// Serves the built page on loopback as any static host would, from any sub-path. Sends no CSP unless told: the page brings its own.
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, resolve as resolvePath, sep } from 'node:path'

export interface StaticServerOptions {
  /** The folder that holds index.html. */
  readonly dir: string
  /** Further bodies by their path below the base path, such as `site.json`; JSON. They win over files. */
  readonly extra?: ReadonlyMap<string, string>
  /** Default 0: any free one. */
  readonly port?: number
  /** Begins and ends with `/`; default `/`. */
  readonly basePath?: string
  /** A further host name under which it may be asked. */
  readonly hostName?: string
  /** The Content-Security-Policy that is sent with every file: it binds workers too, which the page's own does not. */
  readonly policy?: string | undefined
  /** Browsers may keep what has a digest in its name, and need not compile it again for each page. */
  readonly keepsAssets?: boolean
}

export interface StaticServer {
  /** Ends with `/`. */
  readonly url: string
  close(): Promise<void>
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.map': 'application/json',
  '.wasm': 'application/wasm',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8'
}

/** Starts to serve on 127.0.0.1; answers GET and HEAD, and 404 to whatever else. */
export async function serveDist(options: StaticServerOptions): Promise<StaticServer> {
  const {
    dir,
    extra = new Map<string, string>(),
    port = 0,
    basePath = '/',
    hostName,
    keepsAssets = false,
    policy
  } = options
  const root = resolvePath(dir)
  const server = createServer((request, response) => {
    void (async () => {
      const isRead = request.method === 'GET' || request.method === 'HEAD'
      const answer = isRead && isMeant(request.headers.host, hostName) ? await find(request.url ?? '/') : undefined
      if (answer === undefined) {
        response.writeHead(404, { 'content-type': 'text/plain' }).end('Not found')
        return
      }
      response.writeHead(200, {
        'content-type': answer.type,
        'cache-control': keepsAssets && /\/assets\//.test(request.url ?? '') ? 'max-age=86400' : 'no-cache',
        'x-content-type-options': 'nosniff',
        ...(policy !== undefined && { 'content-security-policy': policy })
      })
      response.end(answer.body)
    })()
  })

  async function find(url: string): Promise<{ type: string; body: string | Buffer } | undefined> {
    try {
      const path = decodeURIComponent(url.replace(/[?#].*$/, ''))
      if (!path.startsWith(basePath)) return undefined
      const below = path.slice(basePath.length).replace(/(^|\/)$/, '$1index.html')
      const given = extra.get(below)
      if (given !== undefined) return { type: 'application/json', body: given }
      const file = resolvePath(root, `./${below}`)
      if (!file.startsWith(root + sep)) return undefined
      return { type: types[extname(file)] ?? 'application/octet-stream', body: await readFile(file) }
    } catch {
      return undefined // no such file, or no such encoding
    }
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${basePath}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      })
  }
}

/** A name of someone's own that resolves to loopback (DNS rebinding) gets nothing: a demo's credentials may be among it. */
function isMeant(host = '', hostName: string | undefined): boolean {
  return host.replace(/:\d+$/, '') === hostName || /^(127\.0\.0\.1|\[::1\]|localhost)(:\d+)?$/.test(host)
}
