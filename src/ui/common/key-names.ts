// The keys of a shortcut as they are printed on keyboards, in the language of the page.
import { SHORTCUTS, type ShortcutId } from '../../domain/shortcuts'
import { m } from '../../messages/messages'

export function keyNames(id: ShortcutId, isMac = isOnMac()): readonly string[] {
  const names: Readonly<Record<string, string>> = { ...m.app.keyNames, Mod: isMac ? '⌘' : m.app.keyNames.Control }
  return SHORTCUTS[id].split('+').map((part) => names[part] ?? part)
}

/** A tooltip: `Rename (F2)`. */
export function withKeys(label: string, id: ShortcutId): string {
  return `${label} (${keyNames(id).join('+')})`
}

function isOnMac(): boolean {
  return /Mac|iPhone|iPad/.test(navigator.platform)
}
