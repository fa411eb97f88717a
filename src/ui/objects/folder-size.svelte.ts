// The size of a folder and of its largest subfolders; counted on demand, then remembered.
import { accountKey } from '../../domain/account'
import { addTo, largestOf, type Count, type FolderSizeMemory, type FolderTotals } from '../../domain/folder-totals'
import type { FolderPrefix } from '../../domain/folder-prefix'
import type { Gateway } from '../../domain/gateway'
import { walkFolder } from '../../transfers/walk'
import { Load } from '../../state/load.svelte'

const NONE: Count = { objectCount: 0, sizeBytes: 0 }

export class FolderSize {
  readonly #gateway: Pick<Gateway, 'storage'>
  readonly #bucket: string
  readonly #prefix: FolderPrefix
  readonly #memory: FolderSizeMemory
  readonly counting = new Load<FolderTotals>()
  #remembered = $state.raw<FolderTotals | undefined>()

  constructor(gateway: Pick<Gateway, 'storage'>, bucket: string, prefix: FolderPrefix, memory: FolderSizeMemory) {
    this.#gateway = gateway
    this.#bucket = bucket
    this.#prefix = prefix
    this.#memory = memory
    this.#remembered = memory.get(this.#place)
  }

  /** Counted so far, else the last result; undefined: never counted. */
  get totals(): FolderTotals | undefined {
    return this.counting.value ?? this.#remembered
  }

  async count(): Promise<void> {
    this.counting.reset()
    await this.counting.run(async (signal, publish) => {
      const subFolders = new Map<string, Count>()
      let all = NONE
      let direct = NONE
      const sumUp = (isComplete: boolean): FolderTotals => {
        const largest = largestOf(subFolders)
        return { ...all, direct, largest, subFolderCount: subFolders.size, isComplete, countedAtMs: Date.now() }
      }
      for await (const objects of walkFolder(this.#gateway.storage, this.#bucket, this.#prefix, signal)) {
        all = addTo(all, objects)
        for (const object of objects) {
          const end = object.key.indexOf('/', this.#prefix.length) + 1
          const name = object.key.slice(this.#prefix.length, end)
          if (end === 0) direct = addTo(direct, [object])
          else subFolders.set(name, addTo(subFolders.get(name) ?? NONE, [object]))
        }
        publish(sumUp(false))
      }
      const totals = sumUp(true)
      this.#memory.set(this.#place, totals)
      return totals
    })
  }

  get #place(): string {
    return accountKey(this.#gateway.storage.account.credentialsId, this.#bucket, this.#prefix)
  }
}
