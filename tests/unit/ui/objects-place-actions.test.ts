// What is done in a folder, without its page: an object opened, uploads and downloads prepared, rows looked at, keys pressed.
import { describe, expect, test, vi } from 'vitest'
import { makeGate, makeKey } from '../transfers/fakes'
import { HERE, settle } from '../state/fakes'
import { makePlace, objectsRoute } from './place-rig'
import { chooseFiles } from '../state/upload-rig'

const FIVE = ['a', 'b', 'c', 'd', 'e']
/** Two names make a page. */
const PAGES = [...FIVE, 'f', 'g']

describe('the object that the address names', () => {
  test('is a row, or beyond those that are loaded, and its encryption is asked for', async () => {
    const { place, go, store, missing } = await makePlace(FIVE)
    for (const key of FIVE) store(key)
    await go(objectsRoute('', 'a'))
    expect([place.entry?.key, place.encryptionOf(place.entry!).observation?.state]).toEqual(['a', 'clear'])
    await go(objectsRoute('', 'e'))
    expect([place.entry?.key, place.encryptionOf(place.entry!).observation?.state]).toEqual(['e', 'clear'])
    expect(missing).toEqual([])
  })

  test('that is missing is told, and leaves the address', async () => {
    const { place, router, missing } = await makePlace(FIVE, '', 'x')
    expect([missing, router.route, router.entries.length]).toEqual([[['x', false]], objectsRoute(), 1])
    expect([place.at.object, place.entry]).toEqual([undefined, undefined])
  })

  test('that was deleted leaves the address, and was seen before', async () => {
    const { place, here, missing, router } = await makePlace(FIVE, '', 'a')
    here.folder.names = ['b', 'c']
    await place.listing.reload()
    await settle()
    expect([missing, router.route]).toEqual([[['a', true]], objectsRoute()])
  })

  test('is asked for once in each reading of the rows, and what fails says nothing', async () => {
    const { place, here, go, missing } = await makePlace(PAGES)
    here.storage.faults = [{ operation: 'findObject', kind: 'gateway-busy' }]
    await go(objectsRoute('', 'x'))
    expect([place.at.object, missing]).toEqual(['x', []])
    here.storage.faults = []
    here.storage.objects.set('x', {
      bytes: Buffer.from('x'),
      etag: 'e',
      sseKeyId: undefined,
      metadata: {},
      modifiedAtMs: 1
    })
    await place.listing.loadAll()
    await settle()
    expect([place.entry?.key, here.storage.count('findObject')]).toEqual(['x', 2])
    await place.listing.reload()
    await settle()
    expect([place.entry?.key, here.storage.count('findObject')]).toEqual(['x', 3])
  })

  test('of another folder: its late answer changes nothing', async () => {
    const { place, here, go, missing, router } = await makePlace(FIVE)
    const gate = makeGate()
    here.storage.faults = [{ operation: 'findObject', until: gate.opened }]
    await go(objectsRoute('', 'x'))
    await go(objectsRoute('in/'))
    gate.open()
    await settle()
    expect([missing, router.route, place.entry]).toEqual([[], objectsRoute('in/'), undefined])
  })
})

describe('an upload', () => {
  test('belongs to its folder: its draft ends with it', async () => {
    const { place, uploads, go } = await makePlace(['in/a'], 'in/')
    expect(await place.upload(chooseFiles('new'))).toBeUndefined()
    expect(uploads.draft?.target).toMatchObject({ bucket: 'lab', prefix: 'in/' })
    await go(objectsRoute('in/', 'in/a'))
    expect(uploads.draft).toBeDefined()
    await go(objectsRoute('out/'))
    expect(uploads.draft).toBeUndefined()
  })

  test('of nothing is none, and one whose files are read too late is handed back', async () => {
    const { place, uploads, go } = await makePlace(['in/a'], 'in/')
    expect(await place.upload(chooseFiles())).toBe('no-files')
    const gate = makeGate()
    const files = chooseFiles('new')
    const upload = place.upload(gate.opened.then(() => files))
    await go(objectsRoute('out/'))
    gate.open()
    expect(await upload).toMatchObject({ target: { prefix: 'in/' }, files })
    expect(uploads.draft).toBeUndefined()
  })

  test('is no longer prepared when the page is left', async () => {
    const { place, uploads } = await makePlace(['in/a'], 'in/')
    await place.upload(chooseFiles('new'))
    place.leave()
    expect(uploads.draft).toBeUndefined()
  })
})

describe('a download', () => {
  test('begins once the object was looked at; where its key is unknown, that is asked for first', async () => {
    const { place, row, store, transfers, go } = await makePlace(['a', 'b'])
    store('a')
    store('b', 'another')
    await place.download({ key: 'a', sizeBytes: 10, etag: 'e', modifiedAtMs: 1 })
    expect(transfers.requests.map(({ entry }) => entry.key)).toEqual(['a'])
    const folder = place.at
    const download = place.download({ key: 'b', sizeBytes: 10, etag: 'e', modifiedAtMs: 1 })
    await go(objectsRoute('in/'))
    await download
    expect(transfers.requests).toHaveLength(1)
    expect(place.opened).toMatchObject({ kind: 'key-of-download', prefix: '', entry: { key: 'b' } })
    const key = makeKey('another')
    await place.download({ key: 'b', sizeBytes: 10, etag: 'e', modifiedAtMs: 1 }, folder, key)
    expect(transfers.requests.at(-1)).toMatchObject({ entry: { key: 'b' }, sseKey: key })
    expect(row('a')).toBeDefined()
  })
})

describe('after a deletion', () => {
  test('of the folder itself its parent is shown, unless something is in it', async () => {
    const { place, here, router } = await makePlace(['in/sub/a'], 'in/sub/')
    place.isAbout = true
    await place.afterDeletion({ entries: [], prefixes: ['in/sub/'] })
    expect([router.route, place.deletedTimes]).toEqual([objectsRoute('in/sub/'), 1])
    here.folder.names = []
    await place.afterDeletion({ entries: [], prefixes: ['in/sub/'] })
    expect([router.route, place.isAbout]).toEqual([objectsRoute('in/'), false])
  })

  test('of rows the folder stays, also when it is empty then', async () => {
    const { place, here, router, ids } = await makePlace(['in/a'], 'in/')
    here.folder.names = []
    await place.afterDeletion({ entries: [], prefixes: ['in/x/'] })
    expect([router.route, ids()]).toEqual([objectsRoute('in/'), []])
  })

  test('a user who has opened another folder stays there', async () => {
    const { place, here, router, go } = await makePlace(['in/a'], 'in/')
    here.folder.names = []
    const deletion = place.afterDeletion({ entries: [], prefixes: ['in/'] })
    await go(objectsRoute('out/'))
    await deletion
    expect(router.route).toEqual(objectsRoute('out/'))
  })
})

describe('rows on screen', () => {
  test('are looked at when they rest there, again after a key came, and more are loaded before the last', async () => {
    const { place, here, store, keys, row, observations } = await makePlace(PAGES)
    for (const key of PAGES) store(key, 'another')
    const show = vi.spyOn(observations, 'show')
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    place.onScreen.show([0, 0])
    place.onScreen.show([1, 1])
    vi.runAllTimers()
    await settle()
    expect(show.mock.calls.map(([entries]) => entries.map(({ key }) => key))).toEqual([['b']])
    expect(here.folder.tokens()).toEqual(['', '2', '4', '6'])
    expect(place.encryptionOf(row('b') as never)).toMatchObject({
      observation: { state: 'encrypted-unknown' },
      keyName: undefined
    })
    const heads = here.storage.count('headObject')
    const { id } = await keys.make('new', 'binary')
    await keys.markUsed(id, HERE)
    await settle()
    expect(here.storage.count('headObject')).toBeGreaterThan(heads)
    vi.useRealTimers()
  })
})

describe('keys and clicks', () => {
  test('open a folder, an object beside the rows or in place of them, and what is above', async () => {
    const { place, router, row } = await makePlace(['in/sub/', 'in/a'], 'in/')
    place.open(row('in/a'))
    expect([router.route, router.entries.length]).toEqual([objectsRoute('in/', 'in/a'), 1])
    place.open(row('in/a'), true)
    expect(router.entries).toHaveLength(2)
    place.open(row('in/sub/'))
    expect(router.route).toEqual(objectsRoute('in/sub/'))
    await settle()
    place.up()
    await settle()
    place.up()
    await settle()
    place.up()
    expect(router.entries.slice(-3)).toEqual([objectsRoute('in/'), objectsRoute(), { place: 'buckets' }])
  })

  test('Esc ends the selection first, and closes the object then', async () => {
    const { place, row, router } = await makePlace(FIVE, '', 'a')
    place.selection.toggle(row('b'))
    place.escape()
    expect([place.selection.count, router.route]).toEqual([0, objectsRoute('', 'a')])
    place.escape()
    expect(router.route).toEqual(objectsRoute())
  })

  test('a text that was typed is there again, until it is an object', async () => {
    const { place, here } = await makePlace(['in/a'], 'in/')
    place.typed = { name: 'b', text: 'words' }
    place.openDialog({ kind: 'new-text' })
    expect(place.typed.text).toBe('words')
    here.folder.names = ['in/a', 'in/b']
    await place.listing.reload()
    place.openDialog({ kind: 'new-text' })
    expect(place.typed.text).toBe('')
  })
})
