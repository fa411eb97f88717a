// The present as text that stays on the screen needs it: what is derived from it is derived again every minute.
import { createSubscriber } from 'svelte/reactivity'

const subscribe = createSubscriber((update) => {
  const timer = setInterval(update, 60_000)
  return () => clearInterval(timer)
})

/** @returns milliseconds since 1970. */
export function currentTimeMs(): number {
  subscribe()
  return Date.now()
}
