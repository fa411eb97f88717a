// A browser by the W3C's WebDriver protocol: plain requests to a driver, and nothing that only one engine knows.
import { spawn, type ChildProcess } from 'node:child_process'

const ELEMENT = 'element-6066-11e4-a52e-4f735466cecf'

/** An element as the protocol names it. */
export type ElementRef = Readonly<Record<typeof ELEMENT, string>>

export interface SessionOptions {
  readonly driver: string
  readonly port: number
  readonly env: NodeJS.ProcessEnv
  readonly capabilities: object
}

/** What the driver answered instead of a value; `code` is one of the protocol's, such as `stale element reference`. */
export class DriverError extends Error {
  readonly code: string

  constructor(code: string, message: string) {
    super(`${code}: ${message}`)
    this.code = code
  }
}

export class Session {
  /** One command at a time: what is asked for first happens first. */
  #last: Promise<unknown> = Promise.resolve()

  readonly process: ChildProcess
  readonly url: string
  readonly capabilities: Readonly<Record<string, unknown>>

  private constructor(process: ChildProcess, url: string, capabilities: Readonly<Record<string, unknown>>) {
    this.process = process
    this.url = url
    this.capabilities = capabilities
  }

  /** Starts a driver of its own and a browser with an empty profile. @throws Error when there is none within 30 s */
  static async start({ driver, port, env, capabilities }: SessionOptions): Promise<Session> {
    const child = spawn(driver, [`--port=${port}`], { env, stdio: 'ignore', detached: true })
    const endpoint = `http://127.0.0.1:${port}`
    const untilMs = Date.now() + 30_000
    try {
      for (;;) {
        try {
          const made = (await send('POST', `${endpoint}/session`, { capabilities: { alwaysMatch: capabilities } })) as {
            sessionId: string
            capabilities: Record<string, unknown>
          }
          return new Session(child, `${endpoint}/session/${made.sessionId}`, made.capabilities)
        } catch (error) {
          if (error instanceof DriverError || Date.now() > untilMs) throw error
          await new Promise((resolve) => setTimeout(resolve, 100))
        }
      }
    } catch (error) {
      killGroup(child)
      throw error
    }
  }

  command(method: 'GET' | 'POST' | 'DELETE', path: string, body: object = {}): Promise<unknown> {
    const answer = this.#last.then(() => send(method, `${this.url}${path}`, body))
    this.#last = answer.catch(() => undefined)
    return answer
  }

  /** Runs a function in the page, awaits it, and gives back what it returns; an error in it is one here. */
  async run<R>(source: string, args: readonly unknown[]): Promise<R> {
    const script = `const done = arguments[arguments.length - 1]
      Promise.resolve().then(() => (${source}).apply(null, [].slice.call(arguments, 0, -1)))
        .then((value) => done({ value }), (error) => done({ error: String(error) }))`
    const answer = (await this.command('POST', '/execute/async', { script, args })) as { value?: R; error?: string }
    if (answer.error !== undefined) throw new Error(answer.error)
    return answer.value as R
  }

  onElement(element: ElementRef, action: 'click' | 'value', body: object = {}): Promise<unknown> {
    return this.command('POST', `/element/${element[ELEMENT]}/${action}`, body)
  }

  async end(): Promise<void> {
    await this.command('DELETE', '').catch(() => undefined)
    killGroup(this.process)
  }
}

function killGroup(child: ChildProcess): void {
  try {
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
  } catch {
    // it has ended by itself
  }
}

async function send(method: string, url: string, body: object): Promise<unknown> {
  const answer = await fetch(url, {
    method,
    ...(method === 'POST' ? { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } } : {})
  })
  const { value } = (await answer.json()) as { value: unknown }
  if (answer.ok) return value
  const { error, message } = value as { error: string; message: string }
  throw new DriverError(error, message)
}
