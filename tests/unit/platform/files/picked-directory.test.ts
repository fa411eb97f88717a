// A picked directory: whole files or none, nothing overwritten unasked, and what refuses said.
import { beforeEach, expect, test } from 'vitest'
import { FileSystemDirectory } from '../../../../src/platform/files/picked-directory'

const named = (name: string) => Object.assign(new Error(name), { name })

/** As the browser's handles: a file is made empty by its handle and changed by the close of its writer only. */
class FakeFile {
  readonly kind = 'file'
  bytes = Buffer.alloc(0)
  readonly disk: { failsAfter: number }

  constructor(disk: { failsAfter: number }) {
    this.disk = disk
  }
  getFile(): Promise<Blob> {
    return Promise.resolve(new Blob([this.bytes]))
  }
  createWritable() {
    let written = Buffer.alloc(0)
    return Promise.resolve({
      write: async (blob: Blob) => {
        written = Buffer.from(await blob.arrayBuffer())
        if (written.length > this.disk.failsAfter) throw named('QuotaExceededError')
      },
      close: () => Promise.resolve(void (this.bytes = written)),
      abort: () => Promise.resolve()
    })
  }
}

class FakeFolder {
  readonly kind = 'directory'
  readonly inside = new Map<string, FakeFolder | FakeFile>()
  readonly name: string
  readonly disk: { failsAfter: number }
  isDeleted = false
  timesAsked = 0

  constructor(name: string, disk = { failsAfter: Infinity }) {
    this.name = name
    this.disk = disk
  }
  keys() {
    return this.inside.keys()
  }
  async getFileHandle(name: string, { create = false } = {}): Promise<FakeFile> {
    await Promise.resolve()
    if (this.isDeleted) throw named('NotFoundError')
    if (name.endsWith('.lnk')) throw new TypeError('Name is not allowed.')
    const there = this.inside.get(name)
    if (there instanceof FakeFolder) throw named('TypeMismatchError')
    if (there === undefined && !create) throw named('NotFoundError')
    const file = there ?? new FakeFile(this.disk)
    this.inside.set(name, file)
    return file
  }
  async getDirectoryHandle(name: string, { create = false } = {}): Promise<FakeFolder> {
    await Promise.resolve()
    this.timesAsked++
    const there = this.inside.get(name)
    if (there instanceof FakeFile) throw named('TypeMismatchError')
    if (there === undefined && !create) throw named('NotFoundError')
    const folder = there ?? new FakeFolder(name, this.disk)
    this.inside.set(name, folder)
    return folder
  }
  removeEntry(name: string): Promise<void> {
    const there = this.inside.get(name)
    if (there instanceof FakeFolder) there.isDeleted = true
    return this.inside.delete(name) ? Promise.resolve() : Promise.reject(named('NotFoundError'))
  }
}

let root: FakeFolder
let directory: FileSystemDirectory
beforeEach(() => {
  root = new FakeFolder('picked')
  directory = new FileSystemDirectory(root as unknown as FileSystemDirectoryHandle)
})
const textAt = async (...path: string[]): Promise<string> => {
  let folder = root
  for (const name of path.slice(0, -1)) folder = await folder.getDirectoryHandle(name)
  return (await folder.getFileHandle(path.at(-1)!)).bytes.toString()
}

test('writes a file and the folders that it is in', async () => {
  expect([directory.name, await directory.isEmpty(), await directory.has(['a', 'b'])]).toEqual(['picked', true, false])
  await directory.write(['a', 'b', 'c.txt'], new Blob(['hello']), { mayReplace: false })
  expect(await textAt('a', 'b', 'c.txt')).toBe('hello')
  expect([await directory.isEmpty(), await directory.has(['a', 'b', 'c.txt']), await directory.has(['a'])]).toEqual([
    false,
    true,
    true
  ])
})

test('asks once for a folder of many files, and again when it was deleted since', async () => {
  for (const name of ['1', '2', '3']) await directory.write(['a', name], new Blob(['x']), { mayReplace: false })
  expect(root.timesAsked).toBe(2) // whether it is there, and to make it
  await root.removeEntry('a')
  await directory.write(['a', '4'], new Blob(['y']), { mayReplace: false })
  expect(await textAt('a', '4')).toBe('y')
})

test('overwrites nothing in a folder that another program has replaced', async () => {
  await directory.write(['a', '1'], new Blob(['x']), { mayReplace: false })
  await root.removeEntry('a')
  const theirs = await root.getDirectoryHandle('a', { create: true })
  ;(await theirs.getFileHandle('2', { create: true })).bytes = Buffer.from('theirs')
  const write = directory.write(['a', '2'], new Blob(['y']), { mayReplace: false })
  await expect(write).rejects.toMatchObject({ kind: 'precondition-failed' })
  expect(await textAt('a', '2')).toBe('theirs')
})

test('overwrites only what it may', async () => {
  await directory.write(['x'], new Blob(['old']), { mayReplace: false })
  const again = directory.write(['x'], new Blob(['new']), { mayReplace: false })
  await expect(again).rejects.toMatchObject({ kind: 'precondition-failed' })
  expect(await textAt('x')).toBe('old')
  await directory.write(['x'], new Blob(['new']), { mayReplace: true })
  expect(await textAt('x')).toBe('new')
})

test('a disk that is full leaves no half file, and an old one as it was', async () => {
  await directory.write(['old'], new Blob(['old']), { mayReplace: false })
  root.disk.failsAfter = 3
  for (const name of ['old', 'new']) {
    const write = directory.write([name], new Blob(['too long']), { mayReplace: true })
    await expect(write).rejects.toMatchObject({
      kind: 'directory-unwritable',
      details: { detail: 'QuotaExceededError' }
    })
  }
  expect(await textAt('old')).toBe('old')
  expect([...root.inside.keys()]).toEqual(['old'])
})

test('names that the browser refuses, or that something else has, are told as names', async () => {
  await directory.write(['taken'], new Blob(['x']), { mayReplace: false })
  for (const path of [['go.lnk'], ['taken', 'below']]) {
    const write = directory.write(path, new Blob(['x']), { mayReplace: true })
    await expect(write).rejects.toMatchObject({ kind: 'name-refused' })
  }
})
