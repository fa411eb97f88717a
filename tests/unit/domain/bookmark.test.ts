// Places that a user comes back to.
import { expect, test } from 'vitest'
import { toFolderPrefix } from '../../../src/domain/folder-prefix'
import {
  addBucket,
  addVisit,
  mergeBookmarks,
  NO_BOOKMARKS,
  setPinned,
  withFolders,
  setView,
  viewOf,
  withoutBucket,
  type Bookmark,
  type Bookmarks
} from '../../../src/domain/bookmark'

const at = (text: string): Bookmark => ({ bucket: text.slice(0, 1), prefix: toFolderPrefix(text.slice(2)) })
const walk = (...places: string[]): Bookmarks => places.map(at).reduce(addVisit, NO_BOOKMARKS)
const recentOf = ({ recent }: Bookmarks): string[] => recent.map(({ bucket, prefix }) => `${bucket}/${prefix}`)

test('the way down leaves only its end, the way up and elsewhere leaves both', () => {
  expect(recentOf(walk('a/', 'a/x/', 'a/x/y/'))).toEqual(['a/x/y/'])
  expect(recentOf(walk('a/x/y/', 'a/x/'))).toEqual(['a/x/', 'a/x/y/'])
  expect(recentOf(walk('a/x/', 'b/x/', 'a/x/z/'))).toEqual(['a/x/z/', 'b/x/', 'a/x/'])
  expect(recentOf(walk('a/x/', 'b/', 'a/x/', 'a/x/'))).toEqual(['a/x/', 'b/'])
})

test('only the latest are kept', () => {
  const book = walk(...'abcdefghij'.split('').map((bucket) => `${bucket}/`))
  expect(recentOf(book)).toEqual('jihgfedc'.split('').map((bucket) => `${bucket}/`))
})

test('pins stay in their order, and go with their bucket', () => {
  const pin = (book: Bookmarks, text: string): Bookmarks => setPinned(book, at(text), true)
  const book = ['a/x/', 'b/', 'a/'].reduce(pin, walk('a/', 'b/'))
  expect(pin(book, 'a/x/').pinned).toEqual([at('b/'), at('a/'), at('a/x/')])
  expect(setPinned(book, at('b/'), false).pinned).toEqual([at('a/x/'), at('a/')])
  expect(withoutBucket(book, 'a')).toEqual({ pinned: [at('b/')], recent: [at('b/')] })
})

test('a remembered place that lost its slash is the folder again, and only once', () => {
  const stored = { bucket: 'a', prefix: '2026' } as unknown as Bookmark
  const book = withFolders({ pinned: [stored, at('a/2026/')], recent: [at('b/'), stored] })
  expect(book).toEqual({ pinned: [at('a/2026/')], recent: [at('b/'), at('a/2026/')] })
})

test('buckets that were added by name stay in their order, once each, whatever else is remembered, until they are removed', () => {
  const book = ['physics:b', 'a', 'physics:b'].reduce(addBucket, walk('a/', 'c/'))
  expect(book.added).toEqual(['physics:b', 'a'])
  expect(setPinned(addVisit(withFolders(book), at('d/')), at('c/'), true).added).toEqual(['physics:b', 'a'])
  expect(mergeBookmarks([book, NO_BOOKMARKS, addBucket(NO_BOOKMARKS, 'z')]).added).toEqual(['physics:b', 'a', 'z'])
  expect(withoutBucket(book, 'a')).toMatchObject({ added: ['physics:b'], recent: [at('c/')] })
})

test('how a bucket is shown is kept, latest first, until it is the usual again or the bucket is removed', () => {
  const bySize = { column: 'size', isDescending: true } as const
  let book = setView(NO_BOOKMARKS, { bucket: 'a', order: bySize, isFlat: false })
  book = setView(book, { bucket: 'b', isFlat: true })
  expect([viewOf(book, 'a').order, viewOf(book, 'b').isFlat, viewOf(book, 'c')]).toEqual([
    bySize,
    true,
    { bucket: 'c', isFlat: false }
  ])
  expect(setView(book, { bucket: 'a', isFlat: false }).views?.map(({ bucket }) => bucket)).toEqual(['b'])
  expect(withoutBucket(book, 'b').views?.map(({ bucket }) => bucket)).toEqual(['a'])
  expect(setView(setView(book, { bucket: 'a', isFlat: false }), { bucket: 'b', isFlat: false })).toEqual(NO_BOOKMARKS)
  const older = { ...NO_BOOKMARKS, views: [{ bucket: 'b', isFlat: false, order: bySize }] }
  expect(viewOf(mergeBookmarks([book, older]), 'b')).toEqual({ bucket: 'b', isFlat: true })
  for (let n = 0; n < 200; n++) book = setView(book, { bucket: `n${n}`, isFlat: true })
  expect([book.views?.length, viewOf(book, 'n199').isFlat, viewOf(book, 'a').order]).toEqual([100, true, undefined])
})
