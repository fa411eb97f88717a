// Receives downloads in the way that this browser has: into files, or in memory. Found out by trying, at the first download.
import type { DownloadSpool } from '../../domain/download-ports'

export class BrowserSpool implements DownloadSpool {
  readonly #choose: () => Promise<DownloadSpool>
  #chosen: Promise<DownloadSpool> | undefined

  /** @param choose called once, unless it rejects */
  constructor(choose: () => Promise<DownloadSpool>) {
    this.#choose = choose
  }

  async receive(...args: Parameters<DownloadSpool['receive']>): ReturnType<DownloadSpool['receive']> {
    const spool = await this.#spool()
    args[3].signal.throwIfAborted()
    return await spool.receive(...args)
  }
  async deliver(id: string, fileName: string): Promise<void> {
    await (await this.#spool()).deliver(id, fileName)
  }
  async read(id: string): Promise<Blob> {
    return await (await this.#spool()).read(id)
  }
  async discard(id: string): Promise<void> {
    await (await this.#spool()).discard(id)
  }

  #spool(): Promise<DownloadSpool> {
    this.#chosen ??= this.#choose().catch((error: unknown) => {
      this.#chosen = undefined
      throw error
    })
    return this.#chosen
  }
}
