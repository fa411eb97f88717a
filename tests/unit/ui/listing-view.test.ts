// A listing as a user wants to see it: filtered, sorted, selected.
import { describe, expect, test } from 'vitest'
import { rowId, type ListingRow } from '../../../src/state/listing-row'
import { ListingView } from '../../../src/ui/objects/listing-view.svelte'
import { RowSelection } from '../../../src/ui/objects/row-selection.svelte'

const object = (key: string, sizeBytes = 1, modifiedAtMs = 1): ListingRow => ({
  key,
  sizeBytes,
  modifiedAtMs,
  etag: 'e'
})
const rows: readonly ListingRow[] = [
  { prefix: 'in/sub/' },
  object('in/b.txt', 30, 2),
  object('in/A.TXT', 10, 3),
  { prefix: 'in/a.d/' },
  object('in/c+(1).bin', 20, 1)
]
const idsOf = (shown: readonly ListingRow[] | undefined) => shown?.map((row) => rowId(row).slice(3))
const makeView = () => new ListingView(() => ({ rows, prefix: 'in/' }))

describe('a view', () => {
  test('shows the rows as they come until it is told otherwise', () => {
    const view = makeView()
    expect(view.rows).toBe(rows)
    expect([view.needsAll, view.order]).toEqual([false, undefined])
  })

  test('filters by any part of the name below the place, in whatever case, and takes every character as itself', () => {
    const view = makeView()
    const shownFor = (text: string) => {
      view.filter = text
      return idsOf(view.rows)
    }
    expect(shownFor('.t')).toEqual(['b.txt', 'A.TXT'])
    expect(shownFor('in/')).toEqual([])
    expect(shownFor('+(1).')).toEqual(['c+(1).bin'])
    expect(shownFor('.')).toEqual(['b.txt', 'A.TXT', 'a.d/', 'c+(1).bin'])
    expect([view.needsAll, view.isShown(object('in/nothing'))]).toEqual([true, false])
  })

  test('sorts up, down, and back to the order of the gateway; folders stay first', () => {
    const view = makeView()
    const sorted = (column: 'name' | 'size' | 'modified') => {
      view.sortBy(column)
      return idsOf(view.rows)
    }
    expect(sorted('size')).toEqual(['sub/', 'a.d/', 'A.TXT', 'c+(1).bin', 'b.txt'])
    expect(sorted('size')).toEqual(['sub/', 'a.d/', 'b.txt', 'c+(1).bin', 'A.TXT'])
    expect(sorted('size')).toEqual(idsOf(rows))
    expect(sorted('modified')).toEqual(['sub/', 'a.d/', 'c+(1).bin', 'b.txt', 'A.TXT'])
    expect(sorted('name')).toEqual(['a.d/', 'sub/', 'A.TXT', 'b.txt', 'c+(1).bin'])
    expect(sorted('name')).toEqual(['sub/', 'a.d/', 'c+(1).bin', 'b.txt', 'A.TXT'])
  })
})

describe('a selection', () => {
  const chosen = (selection: RowSelection) => rows.filter((row) => selection.has(row)).map((row) => rowId(row).slice(3))

  test('counts what was toggled, and the sizes of its objects', () => {
    const selection = new RowSelection()
    selection.toggle(rows[1]!)
    selection.toggle(rows[0]!)
    selection.toggle(rows[4]!)
    expect([selection.count, selection.sizeBytes]).toEqual([3, 50])
    selection.toggle(rows[1]!)
    expect([selection.count, selection.sizeBytes]).toEqual([2, 20])
    expect(selection.selection).toEqual({ entries: [rows[4]], prefixes: ['in/sub/'] })
  })

  test('extends from where it was toggled last, and takes back only what the range had added', () => {
    const selection = new RowSelection()
    selection.toggle(rows[4]!)
    selection.toggle(rows[1]!)
    selection.extendTo(rows, 3, undefined)
    expect(chosen(selection)).toEqual(['b.txt', 'A.TXT', 'a.d/', 'c+(1).bin'])
    selection.extendTo(rows, 0, undefined)
    expect(chosen(selection)).toEqual(['sub/', 'b.txt', 'c+(1).bin'])
    expect(selection.sizeBytes).toBe(50)
  })

  test('a range begins at the row that is current, and leaves what was selected before', () => {
    const selection = new RowSelection()
    selection.moveTo(rows[2]!)
    selection.extendTo(rows, 3, undefined)
    expect(chosen(selection)).toEqual(['A.TXT', 'a.d/'])
    selection.moveTo(rows[0]!)
    selection.extendTo(rows, 1, undefined)
    expect(chosen(selection)).toEqual(['sub/', 'b.txt', 'A.TXT', 'a.d/'])
    selection.extendTo(rows, 0, undefined)
    expect(chosen(selection)).toEqual(['sub/', 'A.TXT', 'a.d/'])
  })

  test('of everything is everything, and clearing leaves nothing', () => {
    const selection = new RowSelection()
    selection.selectAll(rows)
    expect([selection.count, selection.sizeBytes, selection.countOf((row) => 'prefix' in row)]).toEqual([5, 60, 2])
    selection.clear()
    expect([selection.count, selection.sizeBytes, chosen(selection)]).toEqual([0, 0, []])
  })

  test('survives a reload as far as its rows do, in their new state', () => {
    const selection = new RowSelection()
    selection.selectAll(rows)
    selection.keepOnly([object('in/b.txt', 99), object('in/new')])
    expect([selection.count, selection.sizeBytes]).toEqual([1, 99])
  })

  test('a range begins at its row, wherever that is by now, and where it is gone at the highlighted one', () => {
    const selection = new RowSelection()
    selection.moveTo(rows[1]!)
    const more = [object('in/0'), object('in/00'), ...rows]
    selection.extendTo(more, 4, undefined)
    expect(chosen(selection)).toEqual(['b.txt', 'A.TXT'])
    const fewer = [rows[0]!, ...rows.slice(2)]
    selection.clear()
    selection.moveTo(rows[1]!)
    selection.extendTo(fewer, 2, fewer[1])
    expect(chosen(selection)).toEqual(['A.TXT', 'a.d/'])
    selection.clear()
    selection.extendTo(fewer, 2, undefined)
    expect(chosen(selection)).toEqual(['a.d/'])
  })
})
