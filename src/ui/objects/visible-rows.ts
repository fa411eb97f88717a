// Whether a row of the virtual table is visible, and scrolling to it. The table's head is sticky.
import type { VirtualizerHandle } from 'virtua/svelte'

export const HEAD_HEIGHT = 33

export interface TableView {
  readonly handle: VirtualizerHandle | undefined
  readonly scroller: HTMLElement | undefined
}

export function isRowVisible({ handle, scroller }: TableView, index: number): boolean {
  if (handle === undefined || scroller === undefined) return false
  const top = handle.getItemOffset(index) - scroller.scrollTop
  return top > -HEAD_HEIGHT && top < scroller.clientHeight
}

export function scrollToRow({ handle, scroller }: TableView, index: number): void {
  const isHidden = handle !== undefined && handle.getItemOffset(index) < (scroller?.scrollTop ?? 0)
  handle?.scrollToIndex(index, isHidden ? { align: 'start', offset: -HEAD_HEIGHT } : { align: 'nearest' })
}
