// The archives that the worker that receives is writing, and what is asked of one.
import type { ZipName } from '../../domain/zip-format'
import type { ArchiveTask, ReceivePlace, ReceiveResult } from './messages'
import { readPieces } from './read-pieces'
import type { PickedFiles } from './picked-files'
import { MemoryTarget, openFile } from './receive-places'
import type { ReceiveTarget } from './receive-target'
import { TaskFailure } from './serve-tasks'
import { ZipArchive } from './zip-archive'

export class Archives {
  readonly #files: PickedFiles
  readonly #open = new Map<string, ZipArchive>()

  constructor(files: PickedFiles) {
    this.#files = files
  }

  async run(task: ArchiveTask): Promise<ReceiveResult> {
    const { archiveId } = task
    if (task.kind === 'open-archive') await this.#begin(archiveId, task.into)
    const archive = this.#of(archiveId)
    if (task.kind === 'add-entry') await add(archive, task.entry, task.body)
    else if (task.kind === 'keep-entry') await archive.keep()
    else if (task.kind === 'take-back-entry') await archive.takeBack()
    else if (task.kind === 'finish-archive') {
      const blob = await archive.finish()
      const { sizeBytes } = archive
      await this.close(archiveId)
      return { sizeBytes, etag: undefined, blob }
    }
    return { sizeBytes: archive.sizeBytes, etag: undefined }
  }

  /** An entry that is received straight into its archive. */
  begin(archiveId: string, entry: ZipName, expectedBytes: number): Promise<ReceiveTarget> {
    return this.#of(archiveId).begin(entry, expectedBytes)
  }

  async close(archiveId: string): Promise<void> {
    const archive = this.#open.get(archiveId)
    this.#open.delete(archiveId)
    await archive?.close()
  }

  async #begin(archiveId: string, into: ReceivePlace): Promise<void> {
    if (this.#open.get(archiveId)?.isBroken === false) return
    const target = await this.#targetOf(archiveId, into)
    await target.truncate(0)
    this.#open.set(archiveId, await ZipArchive.create(target))
  }

  async #targetOf(archiveId: string, into: ReceivePlace): Promise<ReceiveTarget> {
    if ('file' in into) return await this.#files.open(archiveId, into.file)
    return 'path' in into ? await openFile(into.path) : new MemoryTarget(into.maxBytes)
  }

  #of(archiveId: string): ZipArchive {
    const archive = this.#open.get(archiveId)
    // The worker that had it has ended.
    if (archive === undefined) throw new TaskFailure({ kind: 'known', error: 'unexpected', detail: 'NoArchive' })
    return archive
  }
}

/** Whole, or not at all. */
async function add(archive: ZipArchive, entry: ZipName, body: Blob): Promise<void> {
  await archive.takeBack()
  const target = await archive.begin(entry, body.size)
  try {
    for await (const bytes of readPieces(body.stream())) await target.write(bytes)
    if (target.sizeBytes !== body.size) throw new TaskFailure({ kind: 'known', error: 'browser-storage-full' })
    await archive.keep()
  } catch (error) {
    await archive.takeBack()
    throw error
  }
}
