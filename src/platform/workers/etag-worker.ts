// The worker that digests, as the one that receives speaks to it. Buffers go there and come back.
import { withinTime } from '../../domain/within-time'
import type { EtagPlan } from './etag-digests'
import etagUrl from './etag.worker.ts?worker&url'
import type { EtagAnswer, EtagRequest } from './messages'
import { createScriptPolicy, type ScriptPolicy } from './script-policy'
import { TaskFailure } from './serve-tasks'

/** More than it holds, or neither would go on. */
const MAX_AWAY = 64
const START_TIMEOUT_MS = 10_000

interface Asked {
  readonly resolve: (etag: string | undefined) => void
  readonly reject: (error: unknown) => void
}

let policy: ScriptPolicy | undefined

function startScript(): Worker {
  policy ??= createScriptPolicy('lockgate-workers', (url) => {
    if (url !== etagUrl) throw new TypeError('Not a worker of Lockgate')
    return new URL(url, self.location.href).href
  })
  return new Worker(policy.createScriptURL(etagUrl), { type: 'module', name: 'etag' })
}

export class EtagWorker {
  /** False: it could not be started. */
  readonly isReady: Promise<boolean>
  readonly #worker = startScript()
  readonly #open = new Set<number>()
  readonly #asked = new Map<number, Asked>()
  #spares: ArrayBuffer[] = []
  #away = 0
  #isDead = false
  #tellReady: (isReady: boolean) => void = () => undefined
  #tellRoom: () => void = () => undefined
  #room: Promise<void> | undefined

  constructor() {
    const started = new Promise<boolean>((resolve) => (this.#tellReady = resolve))
    this.isReady = withinTime(started, START_TIMEOUT_MS, () => new Error('late')).catch(() => {
      this.#die()
      return false
    })
    this.#worker.addEventListener('message', ({ data }: MessageEvent<EtagAnswer>) => this.#hear(data))
    this.#worker.addEventListener('error', () => this.#die())
    this.#worker.addEventListener('messageerror', () => this.#die())
  }

  get isDead(): boolean {
    return this.#isDead
  }

  begin(id: number, plan: EtagPlan): void {
    this.#open.add(id)
    this.#tell({ kind: 'begin', id, plan })
  }

  /** Takes the bytes' buffer. Resolves when there is room for more. */
  async update(id: number, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    this.#tell({ kind: 'update', id, bytes }, [bytes.buffer])
    this.#away++
    if (this.#away < MAX_AWAY) return
    await (this.#room ??= new Promise((resolve) => (this.#tellRoom = resolve)))
  }

  async etag(id: number): Promise<string | undefined> {
    const answer = new Promise<string | undefined>((resolve, reject) => this.#asked.set(id, { resolve, reject }))
    this.#tell({ kind: 'etag', id })
    return await answer
  }

  drop(id: number): void {
    if (!this.#open.has(id)) return
    this.#tell({ kind: 'drop', id })
    this.#close(id)
  }

  /** A buffer that came back. */
  spare(): ArrayBuffer | undefined {
    return this.#spares.pop()
  }

  #hear(answer: EtagAnswer): void {
    if (answer.kind === 'ready') this.#tellReady(true)
    else if (answer.kind === 'free') this.#takeBack(answer.buffer)
    else {
      this.#asked.get(answer.id)?.resolve(answer.etag)
      this.#asked.delete(answer.id)
      this.#close(answer.id)
    }
  }

  #takeBack(buffer: ArrayBuffer): void {
    this.#away--
    if (this.#open.size > 0) this.#spares.push(buffer)
    this.#tellRoom()
    this.#room = undefined
  }

  #close(id: number): void {
    this.#open.delete(id)
    if (this.#open.size === 0) this.#spares = []
  }

  #tell(request: EtagRequest, transfer: ArrayBuffer[] = []): void {
    if (this.#isDead) throw death()
    this.#worker.postMessage(request, transfer)
  }

  #die(): void {
    this.#isDead = true
    this.#open.clear()
    this.#spares = []
    this.#worker.terminate()
    this.#tellReady(false)
    this.#tellRoom()
    for (const { reject } of this.#asked.values()) reject(death())
  }
}

function death(): TaskFailure {
  return new TaskFailure({ kind: 'known', error: 'unexpected', detail: 'WorkerDied' })
}
