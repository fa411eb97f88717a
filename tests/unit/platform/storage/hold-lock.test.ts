// Work under one name in a browser without locks, as on a page over plain http.
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { holdLock } from '../../../../src/platform/storage/hold-lock'

beforeEach(() => void vi.stubGlobal('navigator', {}))
afterEach(() => void vi.unstubAllGlobals())

/** Work that ends when it is told to. */
function ending() {
  let resolve: (result: string) => void = () => undefined
  let reject: (error: Error) => void = () => undefined
  const promise = new Promise<string>((...ends) => ([resolve, reject] = ends))
  return { promise, resolve, reject }
}

const LONG_AGO = () => Promise.resolve(0)

it('is left alone while this page is at it, however long ago it began', async () => {
  const first = ending()
  const held = holdLock('a', LONG_AGO, 'leave', () => first.promise)
  const work = vi.fn(() => Promise.resolve('second'))
  expect(await holdLock('a', LONG_AGO, 'leave', work)).toBeUndefined()
  expect(await holdLock('b', LONG_AGO, 'leave', work)).toEqual({ done: 'second' })
  expect(work).toHaveBeenCalledTimes(1)
  first.resolve('first')
  expect(await held).toEqual({ done: 'first' })
  expect(await holdLock('a', LONG_AGO, 'leave', work)).toEqual({ done: 'second' })
})

it('waits for that of this page, also where it fails', async () => {
  const first = ending()
  const held = holdLock('a', LONG_AGO, 'wait', () => first.promise)
  const work = vi.fn((isAlone: boolean) => Promise.resolve(isAlone))
  const second = holdLock('a', LONG_AGO, 'wait', work)
  await Promise.resolve()
  expect(work).not.toHaveBeenCalled()
  first.reject(new Error('failed'))
  await expect(held).rejects.toThrow('failed')
  expect(await second).toEqual({ done: false })
})

it('is left alone where another page began it lately', async () => {
  expect(
    await holdLock(
      'a',
      () => Promise.resolve(Date.now()),
      'leave',
      () => Promise.resolve()
    )
  ).toBeUndefined()
})
