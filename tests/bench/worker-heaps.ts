// What the workers of a page hold. https://chromedevtools.github.io/devtools-protocol/tot/Target/
import type { CDPSession } from '@playwright/test'

interface Answer {
  readonly id?: number
  readonly result?: { readonly usedSize?: number }
  readonly error?: { readonly message: string }
}

export class WorkerHeaps {
  readonly #cdp: CDPSession
  readonly #sessions = new Set<string>()
  readonly #waiting = new Map<number, (answer: Answer) => void>()
  #lastId = 0

  /** Of the workers that the page has, and of those that it starts. */
  static async of(cdp: CDPSession): Promise<WorkerHeaps> {
    const heaps = new WorkerHeaps(cdp)
    await cdp.send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: false, flatten: false })
    return heaps
  }

  private constructor(cdp: CDPSession) {
    this.#cdp = cdp
    cdp.on('Target.attachedToTarget', ({ sessionId, targetInfo }) => {
      if (targetInfo.type === 'worker') this.#sessions.add(sessionId)
    })
    cdp.on('Target.detachedFromTarget', ({ sessionId }) => this.#sessions.delete(sessionId))
    cdp.on('Target.receivedMessageFromTarget', ({ message }) => {
      const answer = JSON.parse(message) as Answer
      this.#waiting.get(answer.id ?? 0)?.(answer)
    })
  }

  /** Of their JavaScript, without garbage, in bytes. @throws Error when there is no worker */
  async sum(): Promise<number> {
    if (this.#sessions.size === 0) throw new Error('No worker is there')
    let sum = 0
    for (const sessionId of this.#sessions) {
      await this.#ask(sessionId, 'HeapProfiler.collectGarbage')
      sum += (await this.#ask(sessionId, 'Runtime.getHeapUsage')).result?.usedSize ?? NaN
    }
    return sum
  }

  async #ask(sessionId: string, method: string): Promise<Answer> {
    const id = ++this.#lastId
    const answered = new Promise<Answer>((resolve) => this.#waiting.set(id, resolve))
    await this.#cdp.send('Target.sendMessageToTarget', { sessionId, message: JSON.stringify({ id, method }) })
    const answer = await answered
    if (answer.error !== undefined) throw new Error(`${method}: ${answer.error.message}`)
    return answer
  }
}
