// Receives downloads in the way that this browser has: into files, or in memory. Found out by trying, at the first download.
import type { ArchiveSpool } from '../../domain/download-ports'

export class BrowserSpool implements ArchiveSpool {
  readonly #choose: () => Promise<ArchiveSpool>
  #known: ArchiveSpool | undefined
  #chosen: Promise<ArchiveSpool> | undefined

  /** @param choose called once, unless it rejects */
  constructor(choose: () => Promise<ArchiveSpool>) {
    this.#choose = choose
  }

  async receive(...args: Parameters<ArchiveSpool['receive']>): ReturnType<ArchiveSpool['receive']> {
    const spool = await this.#spool()
    args[3].signal.throwIfAborted()
    return await spool.receive(...args)
  }
  keeps(id: string): boolean {
    return this.#known?.keeps(id) ?? false
  }
  async openArchive(...args: Parameters<ArchiveSpool['openArchive']>): ReturnType<ArchiveSpool['openArchive']> {
    const spool = await this.#spool()
    args[1].signal.throwIfAborted()
    return await spool.openArchive(...args)
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

  #spool(): Promise<ArchiveSpool> {
    this.#chosen ??= this.#choose().then(
      (spool) => (this.#known = spool),
      (error: unknown) => {
        this.#chosen = undefined
        throw error
      }
    )
    return this.#chosen
  }
}
