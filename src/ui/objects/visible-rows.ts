// Whether a row of a virtual table is in sight, and bringing it there. The table's head stays where it is, above the rows.
import type { VirtualizerHandle } from 'virtua/svelte'

export const HEAD_HEIGHT = 33

export interface Sight {
  readonly handle: VirtualizerHandle | undefined
  readonly scroller: HTMLElement | undefined
}

export function isInSight({ handle, scroller }: Sight, index: number): boolean {
  if (handle === undefined || scroller === undefined) return false
  const top = handle.getItemOffset(index) - scroller.scrollTop
  return top > -HEAD_HEIGHT && top < scroller.clientHeight
}

export function bringIntoSight({ handle, scroller }: Sight, index: number): void {
  const isHidden = handle !== undefined && handle.getItemOffset(index) < (scroller?.scrollTop ?? 0)
  handle?.scrollToIndex(index, isHidden ? { align: 'start', offset: -HEAD_HEIGHT } : { align: 'nearest' })
}
