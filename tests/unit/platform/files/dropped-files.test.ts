// Everything that is dropped is sent or listed as left out: nothing is lost in between.
import { describe, expect, it, vi } from 'vitest'
import { readDrop, readFileList, readPicked } from '../../../../src/platform/files/dropped-files'

const BATCH = 100

function fileEntry(name: string, isReadable = true): FileSystemEntry {
  const file = (resolve: (file: File) => void, reject: (error: Error) => void) =>
    isReadable ? resolve(new File(['x'], name)) : reject(new Error('denied'))
  return { name, isFile: true, isDirectory: false, file } as unknown as FileSystemEntry
}

function folderEntry(name: string, children: readonly FileSystemEntry[], isReadable = true): FileSystemEntry {
  const createReader = () => {
    let at = 0
    const readEntries = (resolve: (entries: FileSystemEntry[]) => void, reject: (error: Error) => void) =>
      isReadable ? resolve(children.slice(at, (at += BATCH))) : reject(new Error('denied'))
    return { readEntries }
  }
  // Every browser's has this too, for the files below it.
  const getFile = () => {
    throw new TypeError('1 argument required, but only 0 present.')
  }
  return { name, isFile: false, isDirectory: true, createReader, getFile } as unknown as FileSystemEntry
}

/** As a browser's: empty as soon as the event is over. */
function makeDrop(entries: readonly (FileSystemEntry | null)[]): DataTransfer {
  const items = entries.map((entry) => ({
    kind: 'file',
    webkitGetAsEntry: () => entry,
    getAsFile: () => (entry === null ? new File(['x'], 'plain') : null)
  }))
  const drop = { items: [{ kind: 'string' }, ...items] }
  queueMicrotask(() => (drop.items.length = 0))
  return drop as unknown as DataTransfer
}

describe('readDrop', () => {
  it('reads folders to their ends, more than a hundred files too, with their paths', async () => {
    const many = Array.from({ length: 250 }, (_, index) => fileEntry(`f${index}`))
    const { files, leftOut } = await readDrop(
      makeDrop([folderEntry('data', [folderEntry('raw', many), fileEntry('é.txt')]), fileEntry('a')])
    )
    expect(files).toHaveLength(252)
    expect(files[249]?.path).toBe('data/raw/f249')
    expect(files.slice(250).map((one) => one.path)).toEqual(['data/é.txt', 'a'])
    expect(leftOut).toEqual([])
  })

  it('lists what it cannot read and what S3 cannot keep', async () => {
    const folder = folderEntry('d', [
      fileEntry('ok'),
      fileEntry('no', false),
      folderEntry('locked', [], false),
      folderEntry('empty', [])
    ])
    const { files, leftOut } = await readDrop(makeDrop([folder, null]))
    expect(files.map((one) => one.path)).toEqual(['d/ok', 'plain'])
    expect(leftOut.map((one) => one.path)).toEqual(['d/no', 'd/locked', 'd/empty/'])
  })
})

describe('a drop of very many files', () => {
  /** A tree whose every answer comes late, in an order of its own, and that counts what is asked at once. */
  function slowTree(folderCount: number, fileCount: number) {
    const asked = { now: 0, most: 0, files: 0 }
    const late = <T>(value: () => T, resolve: (value: T) => void): void => {
      asked.most = Math.max(asked.most, ++asked.now)
      setTimeout(() => (asked.now--, resolve(value())), (asked.most * 7 + asked.files) % 5)
    }
    const slowFile = (name: string) => ({
      ...fileEntry(name),
      file: (resolve: (file: File) => void) => late(() => (asked.files++, new File(['ab'], name)), resolve)
    })
    const slowFolder = (name: string, children: readonly FileSystemEntry[]) => {
      const entry = folderEntry(name, children) as FileSystemDirectoryEntry
      const createReader = () => {
        const reader = entry.createReader()
        return {
          readEntries: (resolve: (some: FileSystemEntry[]) => void) =>
            late(
              () => reader,
              (one) => one.readEntries(resolve)
            )
        }
      }
      return { ...entry, createReader } as unknown as FileSystemEntry
    }
    const files = (folder: number) =>
      Array.from({ length: fileCount }, (_, index) => slowFile(`${folder}-${index}`) as FileSystemEntry)
    const folders = Array.from({ length: folderCount }, (_, index) => slowFolder(`d${index}`, files(index)))
    return { asked, root: slowFolder('root', folders) }
  }

  it('is read side by side, a few at once, and stays in order', async () => {
    const { asked, root } = slowTree(12, 20)
    const { files } = await readDrop(makeDrop([root]))
    expect(files.map(({ path }) => path)).toEqual(
      Array.from({ length: 240 }, (_, n) => `root/d${Math.floor(n / 20)}/${Math.floor(n / 20)}-${n % 20}`)
    )
    expect(asked.most).toBe(2)
  })

  it('tells how many there are so far, and no more once it is over', async () => {
    const found: { count: number; sizeBytes: number }[] = []
    await readDrop(makeDrop([slowTree(10, 100).root]), { onFound: (now) => void found.push(now) })
    const { length } = found
    expect(length).toBeGreaterThan(1)
    expect(found.every(({ count, sizeBytes }) => sizeBytes === 2 * count && count <= 1000)).toBe(true)
    expect(found.map(({ count }) => count)).toEqual(found.map(({ count }) => count).toSorted((a, b) => a - b))
    await new Promise((resolve) => setTimeout(resolve, 150))
    expect(found).toHaveLength(length)
  })

  it('ends when it is told to: nothing more is asked for', async () => {
    const { asked, root } = slowTree(10, 100)
    const abort = new AbortController()
    const reading = readDrop(makeDrop([root]), { signal: abort.signal })
    await vi.waitUntil(() => asked.files > 50)
    abort.abort()
    await expect(reading).rejects.toMatchObject({ name: 'AbortError' })
    const { files } = asked
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(asked.files).toBeLessThanOrEqual(files + 2)
  })
})

it('keeps the path of files from a folder that was chosen', () => {
  const inFolder = Object.assign(new File(['x'], 'b'), { webkitRelativePath: 'a/b' })
  const alone = Object.assign(new File(['x'], 'c'), { webkitRelativePath: '' })
  expect(readFileList([inFolder, alone]).files.map((one) => one.path)).toEqual(['a/b', 'c'])
})

it('lists picked files that cannot be read, and gives each of the others its handle', async () => {
  const handle = (name: string, file?: File) =>
    ({ name, getFile: async () => file ?? Promise.reject(new Error('gone')) }) as FileSystemFileHandle
  const [one, gone, other] = [handle('a', new File(['x'], 'a')), handle('b'), handle('c', new File(['x'], 'c'))]
  const { files, leftOut } = await readPicked([one, gone, other])
  expect(files.map(({ path, handle }) => [path, handle])).toEqual([
    ['a', one],
    ['c', other]
  ])
  expect(leftOut).toEqual([{ path: 'b', reason: 'unreadable' }])
})
