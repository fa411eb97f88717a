// The locale of the page, and who must hear of another one. One a document, as `<html lang>` is. Without runes, so that tests load it.
import { createSubscriber } from 'svelte/reactivity'

let current = 'en'
const updates = new Set<() => void>()
const subscribe = createSubscriber((update) => {
  updates.add(update)
  return () => updates.delete(update)
})

/** The BCP 47 tag for Intl, such as `en-GB`. What is derived from it is derived again when it changes. */
export function locale(): string {
  subscribe()
  return current
}

export function setLocale(tag: string): void {
  current = tag
  for (const update of updates) update()
}
