// Files below a folder: each folder is opened once for the files in it, and what is gone is said to be.
import { expect, it } from 'vitest'
import { FolderFiles } from '../../../../src/platform/files/folder-files'

/** A folder that notes which folders are opened in it. */
function makeFolder(paths: ReadonlySet<string>, opened: string[], at = ''): FileSystemDirectoryHandle {
  const has = (path: string): boolean => [...paths].some((one) => one.startsWith(path))
  return {
    getDirectoryHandle: async (name: string) => {
      opened.push(at + name)
      if (!has(`${at}${name}/`)) throw new DOMException('', 'NotFoundError')
      return makeFolder(paths, opened, `${at}${name}/`)
    },
    getFileHandle: async (name: string) => {
      if (!paths.has(at + name)) throw new DOMException('', 'NotFoundError')
      return { getFile: async () => new File([at + name], name) }
    }
  } as unknown as FileSystemDirectoryHandle
}

it('opens each folder once for files that are read in the order of their paths', async () => {
  const paths = ['a/b/1', 'a/b/2', 'a/b/3', 'a/c/1', 'a/c/d/1', 'e/b/1', 'f']
  const opened: string[] = []
  const files = new FolderFiles(makeFolder(new Set(paths), opened))
  for (const path of paths) expect(await (await files.read(path.split('/'))).text()).toBe(path)
  expect(opened).toEqual(['a', 'a/b', 'a/c', 'a/c/d', 'e', 'e/b'])
})

it('reads each that is asked for while another is being looked for', async () => {
  const paths = ['a/b/1', 'c/d/1', 'a/d/1', '1']
  const files = new FolderFiles(makeFolder(new Set(paths), []))
  const read = await Promise.all(paths.map(async (path) => (await files.read(path.split('/'))).text()))
  expect(read).toEqual(paths)
})

it('looks again from above after something was gone', async () => {
  const paths = new Set(['a/1', 'a/2'])
  const opened: string[] = []
  const files = new FolderFiles(makeFolder(paths, opened))
  await files.read(['a', '1'])
  await expect(files.read(['a', '3'])).rejects.toMatchObject({ name: 'NotFoundError' })
  await files.read(['a', '2'])
  expect(opened).toEqual(['a', 'a'])
})
