// The browser's own picker of files, which gives handles that can be kept, where it has one. https://wicg.github.io/file-system-access/
import { isAbort } from '../../domain/app-error'
import { readPicked, type DroppedFiles, type DropOptions } from './dropped-files'

/** Not in TypeScript's library: only some browsers have it. */
interface PickingWindow {
  showOpenFilePicker?(options: { readonly id: string; readonly multiple: boolean }): Promise<FileSystemFileHandle[]>
}

type ReadFiles = (options: DropOptions) => Promise<DroppedFiles>

export class BrowserFilePicker {
  #isOpen = false
  #isRefused = false

  get canPick(): boolean {
    return !this.#isRefused && typeof (window as PickingWindow).showOpenFilePicker === 'function'
  }

  async pick(isMultiple: boolean): Promise<ReadFiles | 'cancelled' | 'refused'> {
    if (this.#isOpen) return 'cancelled' // of a double click: browsers refuse a second picker
    this.#isOpen = true
    try {
      const options = { id: 'lockgate-upload', multiple: isMultiple }
      const handles = (await (window as PickingWindow).showOpenFilePicker?.(options)) ?? []
      return (reading) => readPicked(handles, reading)
    } catch (error) {
      if (isAbort(error)) return 'cancelled'
      this.#isRefused = true
      return 'refused'
    } finally {
      this.#isOpen = false
    }
  }
}
