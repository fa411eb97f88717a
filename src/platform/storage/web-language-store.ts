// The chosen language, in localStorage. Where that is forbidden, the browser's languages decide at each start.
import type { LanguageStore } from '../../domain/ports'
import { findWebStorage, readItem, writeMark } from './web-storage'

export class WebLanguageStore implements LanguageStore {
  readonly #name: string

  constructor(name = 'lockgate-language') {
    this.#name = name
  }
  read(): string | undefined {
    return readItem(findWebStorage('localStorage'), this.#name)
  }
  write(language: string): void {
    writeMark(findWebStorage('localStorage'), this.#name, language)
  }
}
