// What a person selected in one bucket: objects, and folders that stand for all keys below them.
import type { ObjectEntry } from './object-entry'

export interface Selection {
  readonly entries: readonly ObjectEntry[]
  /** Whole, each ending in `/`. */
  readonly prefixes: readonly string[]
}
