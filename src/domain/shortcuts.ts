// Every shortcut, once: what handles keys, menus, tooltips, the palette and the overview read this table.

/** `Mod` is Ctrl, or ⌘ on a Mac. The last part is a `KeyboardEvent.key`, or `Space`. */
export const SHORTCUTS = {
  palette: 'Mod+K',
  search: 'Mod+Shift+F',
  filter: '/',
  overview: '?',
  open: 'Enter',
  select: 'Space',
  extend: 'Shift+ArrowDown',
  selectAll: 'Mod+A',
  rename: 'F2',
  delete: 'Delete',
  up: 'Backspace',
  escape: 'Escape',
  paste: 'Mod+V',
  earlier: 'Alt+ArrowUp',
  later: 'Alt+ArrowDown'
} as const
export type ShortcutId = keyof typeof SHORTCUTS

type Pressed = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>

/** Shift counts beside Ctrl only: some keyboards need it for a sign such as `/`, and rows take it for a range. */
export function isShortcut(event: Pressed, id: ShortcutId): boolean {
  const parts: readonly string[] = SHORTCUTS[id].split('+')
  const key = parts.at(-1) === 'Space' ? ' ' : parts.at(-1)
  const needsMod = parts.includes('Mod')
  return (
    event.key.toLowerCase() === key?.toLowerCase() &&
    (event.ctrlKey || event.metaKey) === needsMod &&
    event.altKey === parts.includes('Alt') &&
    (!needsMod || event.shiftKey === parts.includes('Shift'))
  )
}

/** For `aria-keyshortcuts`. */
export function ariaKeys(id: ShortcutId): string {
  const keys = SHORTCUTS[id]
  return keys.startsWith('Mod+') ? `${keys.replace('Mod', 'Control')} ${keys.replace('Mod', 'Meta')}` : keys
}
