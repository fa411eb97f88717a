// What the dialog of copies says of moves and of changes in place too.
import { expect, test } from 'vitest'
import { en } from '../../../src/messages/en'

test('the report on lost properties is true of a move and of a change in place', () => {
  expect(en.copies.lost.title(2)).not.toMatch(/copied|moved/)
})

test('what stands beside a running move does not contradict what was said before it', () => {
  expect(en.copies.about.off).toMatch(/can be lost/)
  expect(en.copies.keepOpen).not.toMatch(/lost/)
})
