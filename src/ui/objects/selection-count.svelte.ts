// The number and size of the objects of a selection, counted by listing its folders; updated while it counts.
import { addTo, type Count } from '../../domain/folder-totals'
import type { ObjectEntry } from '../../domain/object-entry'
import type { ObjectStorage } from '../../domain/ports'
import { withoutOverlap, type Selection } from '../../domain/selection'
import { walkFolder } from '../../transfers/walk'
import { Load } from '../../state/load.svelte'

export interface SelectionTotals extends Count {
  /** Of the one object that is the largest. */
  readonly largestBytes: number
  /** By prefix; a folder that was not reached yet is not in it. */
  readonly folders: ReadonlyMap<string, Count & { readonly isComplete: boolean }>
  readonly isComplete: boolean
}

export class SelectionCount {
  readonly #storage: Pick<ObjectStorage, 'listPage'>
  readonly #bucket: string
  readonly #collect: () => (objects: readonly ObjectEntry[]) => void
  /** As far as it has been counted. */
  readonly totals = new Load<SelectionTotals>()
  /** Each object once. */
  readonly selection: Selection

  /** @param collect called when a count starts; the function it returns is called with every page. */
  constructor(
    storage: Pick<ObjectStorage, 'listPage'>,
    bucket: string,
    selection: Selection,
    collect: () => (objects: readonly ObjectEntry[]) => void = () => () => undefined
  ) {
    this.#storage = storage
    this.#bucket = bucket
    this.selection = withoutOverlap(selection)
    this.#collect = collect
  }

  get isComplete(): boolean {
    return this.totals.value?.isComplete === true
  }

  /** Starts over. Resolves when it has ended, by success, error or stop. */
  async count(): Promise<void> {
    this.totals.reset()
    await this.totals.run(async (signal, publish) => {
      const collect = this.#collect()
      const folders = new Map<string, Count & { readonly isComplete: boolean }>()
      const { entries, prefixes } = this.selection
      let totals: SelectionTotals = { objectCount: 0, sizeBytes: 0, largestBytes: 0, folders, isComplete: false }
      const add = (objects: readonly ObjectEntry[]): void => {
        collect(objects)
        totals = { ...totals, ...addTo(totals, objects), largestBytes: largestOf(totals.largestBytes, objects) }
      }
      add(entries)
      publish(totals)
      for (const prefix of prefixes) {
        let folder: Count = { objectCount: 0, sizeBytes: 0 }
        for await (const objects of walkFolder(this.#storage, this.#bucket, prefix, signal)) {
          add(objects)
          folder = addTo(folder, objects)
          folders.set(prefix, { ...folder, isComplete: false })
          publish(totals)
        }
        folders.set(prefix, { ...folder, isComplete: true })
        publish({ ...totals })
      }
      return { ...totals, isComplete: true }
    })
  }
}

function largestOf(before: number, objects: readonly ObjectEntry[]): number {
  return objects.reduce((largest, { sizeBytes }) => Math.max(largest, sizeBytes), before)
}
