// What the page of a folder does, without a page: what belongs to a folder ends with it, and a late answer of another changes nothing.
import { describe, expect, test } from 'vitest'
import { AppError } from '../../../src/domain/app-error'
import { makeGate } from '../transfers/fakes'
import { settle } from '../state/fakes'
import { makePlace, objectsRoute } from './place-rig'

const FIVE = ['a', 'b', 'c', 'd', 'e']
/** Two names make a page. */
const PAGES = [...FIVE, 'f', 'g']

describe('another folder', () => {
  test('drops what was selected, filtered, typed and opened in the former one, and keeps how the bucket’s rows are shown and sorted', async () => {
    const { place, go, row, here } = await makePlace(FIVE)
    place.selection.toggle(row('a'))
    place.view.filter = 'a'
    place.view.sortBy('size')
    place.openDialog({ kind: 'new-text' })
    place.typed = { name: 'n', text: 'words' }
    place.isAbout = true
    place.toggleFlat()
    await go(objectsRoute('in/'))
    expect([place.selection.count, place.view.filter, place.view.order?.column]).toEqual([0, '', 'size'])
    expect([place.opened, place.typed]).toEqual([undefined, { name: '', text: '' }])
    expect([place.at.prefix, place.isAbout, place.isFlat]).toEqual(['in/', true, true])
    expect(here.folder.asked.at(-1)).toMatchObject({ prefix: 'in/', delimiter: undefined })
  })

  test('is not what opens or closes an object, and nothing is dropped', async () => {
    const { place, go, row, here } = await makePlace(FIVE)
    place.selection.toggle(row('b'))
    place.openDialog({ kind: 'new-text' })
    const askedCount = here.folder.asked.length
    await go(objectsRoute('', 'a'))
    expect([place.at.object, place.entry?.key, place.selection.count, place.opened?.kind]).toEqual([
      'a',
      'a',
      1,
      'new-text'
    ])
    await go(objectsRoute())
    expect([place.entry, here.folder.asked.length]).toEqual([undefined, askedCount])
  })

  test('of another account: the one it was of is not asked for the new address, nor the new one for the former', async () => {
    const { place, session, router, here, elsewhere } = await makePlace(['in/a'], 'in/')
    session.use('elsewhere')
    router.go(objectsRoute('out/'))
    await settle()
    expect([place.at.prefix, place.at.gateway]).toEqual(['out/', session.gateway])
    expect([here, elsewhere].map(({ folder }) => folder.asked.map(({ prefix }) => prefix))).toEqual([['in/'], ['out/']])
  })

  test('is not shown by a page that was left, nor asked for', async () => {
    const { place, go, here } = await makePlace(['in/a'], 'in/')
    place.leave()
    await go(objectsRoute('out/'))
    expect([place.at.prefix, here.folder.asked.length]).toEqual(['in/', 1])
  })

  test('by another address is another place: the page stays as it is until it is gone', async () => {
    const { place, go, here } = await makePlace(['in/a'], 'in/')
    await go({ place: 'keys' })
    expect([place.at.prefix, here.folder.asked.length]).toEqual(['in/', 1])
  })
})

describe('the selection', () => {
  test('of rows that are there after a reload stays', async () => {
    const { place, here, row, selected } = await makePlace(FIVE)
    await place.listing.loadAll()
    for (const key of ['a', 'c', 'e']) place.selection.toggle(row(key))
    here.folder.names = ['0', 'c', 'd', 'e']
    await place.listing.reload()
    expect([selected(), place.selection.count, place.selection.sizeBytes]).toEqual([['c', 'e'], 2, 20])
  })

  test('of all is of the loaded rows at once, and of the rest when it has come', async () => {
    const { place, here } = await makePlace(FIVE)
    const gate = makeGate()
    here.folder.until = gate.opened
    place.selectAll()
    expect([place.selection.count, place.selection.isGrowing]).toEqual([2, true])
    gate.open()
    await settle()
    expect([place.selection.count, place.selection.isGrowing]).toEqual([5, false])
  })

  test.each(['stop', 'filter', 'leave the folder'])('of all grows no more: %s', async (end) => {
    const { place, here, go } = await makePlace(FIVE)
    const gate = makeGate()
    here.folder.until = gate.opened
    place.selectAll()
    if (end === 'stop') place.listing.stop()
    else if (end === 'filter') place.view.filter = 'e'
    else await go(objectsRoute('in/'))
    gate.open()
    await settle()
    expect([place.selection.count, place.selection.isGrowing]).toEqual([end === 'leave the folder' ? 0 : 2, false])
  })
})

describe('sorting and filtering', () => {
  test.each(['filter', 'sort'])('%s: the whole folder is loaded', async (by) => {
    const { place, ids } = await makePlace(PAGES)
    if (by === 'filter') place.view.filter = 'g'
    else ['name', 'name'].forEach(() => place.view.sortBy('name'))
    await settle()
    expect([ids()?.[0], place.listing.hasMore]).toEqual(['g', false])
  })

  test('also where the first page has not come yet', async () => {
    const { place, here, ids, go } = await makePlace(PAGES)
    const gate = makeGate()
    here.folder.until = gate.opened
    here.folder.names = ['in/a', 'in/b', 'in/c', 'in/g']
    await go(objectsRoute('in/'))
    place.view.filter = 'g'
    gate.open()
    await settle()
    expect(ids()).toEqual(['in/g'])
  })

  test('stopped, no letter more loads it; started again, it does', async () => {
    const { place, here } = await makePlace(PAGES)
    const gate = makeGate()
    here.folder.until = gate.opened
    place.view.filter = 'x'
    place.listing.stop()
    place.view.filter = 'xy'
    place.view.sortBy('size')
    gate.open()
    await settle()
    expect([place.listing.rows?.length, place.listing.isStopped]).toEqual([2, true])
    place.view.sortBy('size')
    place.view.sortBy('size')
    place.view.filter = ''
    place.view.filter = 'a'
    await settle()
    expect(place.listing.rows?.length).toBe(7)
  })

  test('a page that fails is not asked for again by itself', async () => {
    const { place, here } = await makePlace(PAGES)
    here.folder.failsAt = '2'
    place.view.filter = 'g'
    await settle()
    expect(here.folder.tokens()).toEqual(['', '2'])
  })
})

describe('bookmarks', () => {
  test('a folder is recent once it has opened', async () => {
    const { here, go, places } = await makePlace(['in/a'], 'in/')
    expect(places.recent).toEqual([{ bucket: 'lab', prefix: 'in/' }])
    here.folder.failsAt = ''
    await go(objectsRoute('out/'))
    expect(places.recent).toEqual([{ bucket: 'lab', prefix: 'in/' }])
    const gate = makeGate()
    here.folder.failsAt = undefined
    here.folder.until = gate.opened
    await go(objectsRoute('slow/'))
    await go(objectsRoute('other/'))
    gate.open()
    await settle()
    expect(places.recent.map(({ prefix }) => prefix)).toEqual(['other/', 'in/'])
  })

  test('of a bucket that is gone are dropped, and the buckets listed again', async () => {
    const { place, here, places, buckets, bucketLists } = await makePlace(['in/a'], 'in/')
    buckets.show(place.at.gateway)
    places.setPinned({ bucket: 'lab', prefix: '' }, true)
    here.storage.listPage = () => Promise.reject(new AppError('no-such-bucket'))
    await place.listing.reload()
    expect([places.pinned, places.recent, bucketLists()]).toEqual([[], [], 2])
  })
})

test('a folder that was shown before is there at once, with its object and without a request', async () => {
  const { place, open, here, places } = await makePlace(FIVE)
  place.leave()
  places.forgetBucket('lab')
  const again = open()
  expect([again.view.rows?.length, here.folder.asked.length]).toEqual([2, 1])
  expect(places.recent).toEqual([{ bucket: 'lab', prefix: '' }])
})
