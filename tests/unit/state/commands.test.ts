// What can be done now is what is on the screen, each thing once.
import { expect, test } from 'vitest'
import { Commands, type Command } from '../../../src/state/commands'

test('commands come and go with what offers them, the latest first, and each once', () => {
  const commands = new Commands()
  const done: string[] = []
  const command = (id: string, more: Partial<Command> = {}): Command => ({
    id,
    label: id,
    run: () => void done.push(id),
    ...more
  })
  commands.offer(() => [command('overview', { shortcut: 'overview' }), command('new')])
  const end = commands.offer(() => [command('filter', { shortcut: 'filter' }), command('new', { label: 'other' })])
  expect(commands.list().map(({ label }) => label)).toEqual(['filter', 'other', 'overview'])
  expect([commands.runShortcut('filter'), commands.runShortcut('overview'), commands.runShortcut('search')]).toEqual([
    true,
    true,
    false
  ])
  end()
  expect(commands.runShortcut('filter')).toBe(false)
  commands.offer(() => [command('filter', { shortcut: 'filter', whyNot: 'busy' })])
  expect(commands.runShortcut('filter')).toBe(true)
  expect(done).toEqual(['filter', 'overview'])
})

test('what was used last is remembered, the latest first', () => {
  const commands = new Commands()
  for (const id of ['a', 'b', 'a', ...'cde', ...'fgh', 'i']) commands.noteUse(id)
  expect(commands.recent).toEqual(['i', 'h', 'g', 'f', 'e', 'd', 'c', 'a'])
})
