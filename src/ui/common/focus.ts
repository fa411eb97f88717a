// Where the keyboard goes on when what has the focus goes: whatever may go says so itself.
import { tick } from 'svelte'
import type { Attachment } from 'svelte/attachments'

type Found = Element | null | undefined

/** The place itself only holds the focus until there is something better. */
export function isLost(): boolean {
  const { activeElement } = document
  return activeElement === null || activeElement === document.body || activeElement.id === 'main'
}

/** What can hold the focus around an element: a list, an inspector, a dialog's body, the place. */
export function holderOf(element: Element): HTMLElement | null | undefined {
  const around = element.parentElement?.closest<HTMLElement>('dialog, [tabindex]')
  return around instanceof HTMLDialogElement ? around.querySelector<HTMLElement>('[tabindex]') : around
}

/**
 * Once the page shows what was changed: puts the focus on the first of these that is on screen, unless it is somewhere already; on
 * the place itself where none is.
 */
export async function keepFocus(find: () => readonly Found[] = () => []): Promise<void> {
  await tick()
  if (!isLost()) return
  const next = find().find(
    (one): one is HTMLElement => one instanceof HTMLElement && one.checkVisibility() && !one.matches(':disabled')
  )
  ;(next ?? document.getElementById('main'))?.focus({ preventScroll: true })
}

/**
 * Attached to what may go while it has the focus, which then goes on to what is found around it, else to what holds it.
 * @param next looks in what the element was in.
 */
export function passFocus(next: (around: HTMLElement) => Found = () => undefined): Attachment<HTMLElement> {
  return (element) => {
    const [around, holder] = [element.parentElement, holderOf(element)]
    return () => void keepFocus(() => [around && next(around), holder])
  }
}

/** Attached to what comes late: takes the focus from what has held it in the meantime. */
export function takeFocus(element: HTMLElement): void {
  if (element.parentElement?.closest('[tabindex]') === document.activeElement) element.focus({ preventScroll: true })
}
