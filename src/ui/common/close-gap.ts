// Where a name is cut in its middle, the ellipsis leaves up to a character's width blank behind it: the end moves up to it.

const pen = document.createElement('canvas').getContext('2d')

/** For the part that is cut. What moves is the element after it, and only on the screen: the layout stays. @returns ends it. */
export function closeGap(head: HTMLElement): () => void {
  const observer = new ResizeObserver(() => {
    const end = head.nextElementSibling as HTMLElement | null
    end?.style.setProperty('inset-inline-start', `${-blankAfter(head)}px`)
  })
  observer.observe(head)
  return () => observer.disconnect()
}

/** In CSS pixels. What the ellipsis hides is laid out anyway. */
function blankAfter(head: HTMLElement): number {
  const text = head.firstChild as Text
  if (pen === null || head.scrollWidth <= head.clientWidth) return 0
  const { fontWeight, fontSize, fontFamily } = getComputedStyle(head)
  pen.font = `${fontWeight} ${fontSize} ${fontFamily}`
  const room = head.getBoundingClientRect().width - pen.measureText('…').width
  const range = document.createRange()
  range.setStart(text, 0)
  const widthOf = (length: number): number => {
    range.setEnd(text, length)
    return range.getBoundingClientRect().width
  }
  let [shown, hidden] = [0, text.length]
  while (hidden - shown > 1) {
    const middle = (shown + hidden) >> 1
    if (widthOf(middle) <= room) shown = middle
    else hidden = middle
  }
  return Math.max(0, room - widthOf(shown))
}
