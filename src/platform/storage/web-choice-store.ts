// A choice of the user's, such as the language, in localStorage. Where that is forbidden, each start begins without it.
import type { ChoiceStore } from '../../domain/ports'
import { findWebStorage, readItem, writeMark } from './web-storage'

export class WebChoiceStore implements ChoiceStore {
  readonly #name: string

  constructor(name: string) {
    this.#name = name
  }
  read(): string | undefined {
    return readItem(findWebStorage('localStorage'), this.#name)
  }
  write(choice: string): void {
    writeMark(findWebStorage('localStorage'), this.#name, choice)
  }
}
