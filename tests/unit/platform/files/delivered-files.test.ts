// What the browser may still be copying stays for an hour of the time in which a page was open and awake, and a while for its bytes.
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { HAND_OVER_STEP_MS } from '../../../../src/domain/hand-over'
import { clearFolder, markDelivered, unmarkDelivered } from '../../../../src/platform/files/delivered-files'

const HOUR_MS = 3_600_000

beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'] }))
afterEach(() => void vi.useRealTimers())

/** A folder of the private file system, for what is asked of one here. */
class MemoryFolder {
  readonly files = new Map<string, { readonly size: number; readonly lastModified: number }>()
  readonly folders = new Map<string, MemoryFolder>()
  async *keys(): AsyncGenerator<string> {
    yield* [...this.files.keys()]
  }
  async getDirectoryHandle(name: string): Promise<MemoryFolder> {
    const folder = this.folders.get(name)
    if (folder === undefined) throw new DOMException('x', 'NotFoundError')
    return folder
  }
  async getFileHandle(name: string, { create = false } = {}) {
    if (create && !this.files.has(name)) this.files.set(name, { size: 0, lastModified: Date.now() })
    const file = this.files.get(name)
    if (file === undefined) throw new DOMException('x', 'NotFoundError')
    return { getFile: () => Promise.resolve(file) }
  }
  async removeEntry(name: string): Promise<void> {
    if (!this.files.delete(name) && !this.folders.delete(name)) throw new DOMException('x', 'NotFoundError')
  }
}

async function makeFolder(sizeBytes: number) {
  const root = new MemoryFolder()
  const folder = new MemoryFolder()
  root.folders.set('gone', folder)
  folder.files.set('a-b', { size: sizeBytes, lastModified: 0 })
  await markDelivered(folder as unknown as FileSystemDirectoryHandle, 'a-b')
  const clear = (isKept = false) =>
    clearFolder(root as unknown as FileSystemDirectoryHandle, 'gone', (id) => isKept && id === 'a-b')
  return { root, folder, clear }
}

/** Looks at each step. @returns after how long the file was removed. */
async function removedAfterMs({ root, clear }: Awaited<ReturnType<typeof makeFolder>>): Promise<number> {
  const startMs = Date.now()
  while (await clear()) vi.setSystemTime(Date.now() + HAND_OVER_STEP_MS)
  expect(root.folders.size).toBe(0)
  return Date.now() - startMs
}

test('a file stays for an hour, and longer the larger it is', async () => {
  const small = await removedAfterMs(await makeFolder(1))
  expect(small).toBeGreaterThanOrEqual(HOUR_MS)
  expect(small).toBeLessThanOrEqual(HOUR_MS + HAND_OVER_STEP_MS)
  expect(await removedAfterMs(await makeFolder(100e9))).toBeGreaterThan(HOUR_MS + 10_000_000)
})

test.each([
  ['a day in which the device was asleep', 24 * HOUR_MS],
  ['a clock that was set back', -24 * HOUR_MS]
])('%s counts as one step', async (_, ms) => {
  const files = await makeFolder(1)
  await files.clear()
  vi.setSystemTime(Date.now() + ms)
  expect(await files.clear()).toBe(true)
  expect([...files.folder.files.keys()]).toEqual(['a-b', 'delivered-1-a-b'])
  expect(await removedAfterMs(files)).toBeGreaterThanOrEqual(HOUR_MS - HAND_OVER_STEP_MS)
})

test('two pages that look count each step once', async () => {
  const files = await makeFolder(1)
  for (let step = 1; step <= 3; step++) {
    vi.setSystemTime(Date.now() + HAND_OVER_STEP_MS)
    await files.clear()
    await files.clear()
  }
  expect(files.folder.files.has('delivered-3-a-b')).toBe(true)
})

test('a page that died while it counted has lost nothing', async () => {
  const files = await makeFolder(1)
  await files.folder.getFileHandle('delivered-1-a-b', { create: true })
  vi.setSystemTime(Date.now() + HAND_OVER_STEP_MS)
  await files.clear()
  expect([...files.folder.files.keys()]).toEqual(['a-b', 'delivered-2-a-b'])
})

test('what nothing marks is removed, and what the journal names stays', async () => {
  const files = await makeFolder(1)
  await unmarkDelivered(files.folder as unknown as FileSystemDirectoryHandle, 'a-b')
  expect([await files.clear(true), files.folder.files.size]).toEqual([false, 1])
  expect([await files.clear(), files.root.folders.size]).toEqual([false, 0])
})
