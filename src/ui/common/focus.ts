// Where the keyboard goes when what had the focus is no longer there.

function isLost(): boolean {
  const { activeElement } = document
  return activeElement === null || activeElement === document.body || activeElement.id === 'main'
}

/** Puts the focus on the first of these that is on screen, unless it is somewhere already; on the place itself where none is. */
export function keepFocus(find: () => readonly (Element | null | undefined)[]): void {
  if (!isLost()) return
  const next = find().find((one): one is HTMLElement => one instanceof HTMLElement && one.checkVisibility())
  ;(next ?? document.getElementById('main'))?.focus()
}
