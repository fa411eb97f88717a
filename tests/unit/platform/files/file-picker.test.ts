// What a picker's answers mean: a refusal is the last time it is asked, and a cancel is not.
import { afterEach, expect, test, vi } from 'vitest'
import { BrowserFilePicker } from '../../../../src/platform/files/file-picker'

afterEach(() => vi.unstubAllGlobals())

const refuse = (name: string) => () => Promise.reject(new DOMException('no', name))

test('there is none where the browser has none', () => {
  vi.stubGlobal('window', {})
  expect(new BrowserFilePicker().canPick).toBe(false)
})

test.each([
  ['AbortError', 'cancelled', true],
  ['SecurityError', 'refused', false],
  ['NotAllowedError', 'refused', false]
])('%s counts as %s', async (name, expected, canPickAgain) => {
  vi.stubGlobal('window', { showOpenFilePicker: refuse(name) })
  const picker = new BrowserFilePicker()
  expect(await picker.pick(true)).toBe(expected)
  expect(picker.canPick).toBe(canPickAgain)
})

test('a second click while it is open is not a refusal', async () => {
  const showOpenFilePicker = vi.fn(refuse('AbortError'))
  vi.stubGlobal('window', { showOpenFilePicker })
  const picker = new BrowserFilePicker()
  await Promise.all([picker.pick(true), picker.pick(true)])
  expect([showOpenFilePicker.mock.calls.length, picker.canPick]).toEqual([1, true])
  await picker.pick(false)
  expect(showOpenFilePicker).toHaveBeenLastCalledWith({ id: 'lockgate-upload', multiple: false })
})
