// Shortcuts are heard on every keyboard, and no two that work in one place are the same.
import { expect, test } from 'vitest'
import { ariaKeys, isShortcut, SHORTCUTS, type ShortcutId } from '../../../src/domain/shortcuts'

const press = (key: string, held: string[] = []) => ({
  key,
  ctrlKey: held.includes('ctrl'),
  metaKey: held.includes('meta'),
  altKey: held.includes('alt'),
  shiftKey: held.includes('shift')
})
const heard = (event: ReturnType<typeof press>) =>
  (Object.keys(SHORTCUTS) as ShortcutId[]).filter((id) => isShortcut(event, id))

test.each([
  [press('k', ['ctrl']), ['palette']],
  [press('K', ['meta']), ['palette']],
  [press('F', ['ctrl', 'shift']), ['search']],
  [press('f', ['ctrl']), []],
  [press('k'), []],
  [press('/', ['shift']), ['filter']],
  [press('?', ['shift']), ['overview']],
  [press('a', ['ctrl']), ['selectAll']],
  [press('A', ['ctrl', 'shift']), []],
  [press(' '), ['select']],
  [press(' ', ['shift']), ['select']],
  [press('Delete'), ['delete']],
  [press('ArrowUp', ['alt']), ['earlier']],
  [press('@', ['ctrl', 'alt']), []]
])('%j is %j', (event, ids) => expect(heard(event)).toEqual(ids))

test('screen readers get a shortcut with Ctrl and with ⌘', () => {
  expect(ariaKeys('search')).toBe('Control+Shift+F Meta+Shift+F')
  expect(ariaKeys('rename')).toBe('F2')
})
