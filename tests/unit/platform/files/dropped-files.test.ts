// Everything that is dropped is sent or listed as left out: nothing is lost in between.
import { describe, expect, it } from 'vitest'
import { readDrop, readFileList } from '../../../../src/platform/files/dropped-files'

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
  return { name, isFile: false, isDirectory: true, createReader } as unknown as FileSystemEntry
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

it('keeps the path of files from a folder that was chosen', () => {
  const inFolder = Object.assign(new File(['x'], 'b'), { webkitRelativePath: 'a/b' })
  const alone = Object.assign(new File(['x'], 'c'), { webkitRelativePath: '' })
  expect(readFileList([inFolder, alone]).files.map((one) => one.path)).toEqual(['a/b', 'c'])
})
