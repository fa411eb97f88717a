// A sessionStorage or localStorage in memory, which can be told to be full.
import type { WebStorage } from '../../../../src/platform/storage/web-storage'

export class MemoryWebStorage implements WebStorage {
  readonly items = new Map<string, string>()
  isFull = false

  get length(): number {
    return this.items.size
  }
  key(index: number): string | null {
    return [...this.items.keys()][index] ?? null
  }
  getItem(name: string): string | null {
    return this.items.get(name) ?? null
  }
  setItem(name: string, value: string): void {
    if (this.isFull) throw new DOMException('full', 'QuotaExceededError')
    this.items.set(name, value)
  }
  removeItem(name: string): void {
    this.items.delete(name)
  }
}
