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

const STOPS = [
  'a[href]',
  ...['button', 'input', 'select', 'textarea'].map((name) => `${name}:enabled`),
  '[tabindex="0"]'
]
const STOP = STOPS.map((stop) => `${stop}:not([tabindex="-1"])`).join()

/**
 * Finds the keyboard a place when what had the focus goes, and nobody has said where it goes on: in what is closest around it and
 * still there, on the place itself when that is another one. What is only disabled has it again when it no longer is; what is busy is
 * waited for.
 * @returns ends it.
 */
export function catchLostFocus(): () => void {
  let held: { readonly element: HTMLElement; readonly around: readonly HTMLElement[] } | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  const over = new AbortController()
  const { signal } = over

  const note = ({ target }: FocusEvent): void => {
    if (target instanceof HTMLElement) held = { element: target, around: [...ancestorsOf(target)] }
  }
  const look = (): void => {
    if (held === undefined || document.activeElement !== document.body) return
    clearTimeout(timer)
    timer = setTimeout(() => {
      if (held === undefined || document.activeElement !== document.body) return
      findStop(held.element, held.around)?.focus({ preventScroll: true })
    })
  }
  document.addEventListener('focusin', note, { signal })
  document.addEventListener('pointerdown', () => (held = undefined), { signal, capture: true }) // a click beside everything is meant
  const observer = new MutationObserver(look)
  observer.observe(document.body, {
    subtree: true,
    childList: true,
    attributeFilter: ['disabled', 'aria-busy']
  })
  signal.addEventListener('abort', () => {
    clearTimeout(timer)
    observer.disconnect()
  })
  return () => over.abort()
}

function* ancestorsOf(element: HTMLElement): Generator<HTMLElement> {
  for (let one = element.parentElement; one !== null && one !== document.body; one = one.parentElement) yield one
}

/** Undefined: not yet. */
function findStop(element: HTMLElement, around: readonly HTMLElement[]): HTMLElement | undefined {
  if (element.isConnected && element.checkVisibility()) return element.matches(':disabled') ? undefined : element
  const main = document.getElementById('main') ?? undefined
  for (const one of around.filter(({ isConnected }) => isConnected)) {
    if (one.contains(main ?? null)) return main
    if (one.ariaBusy === 'true') return undefined
    if (one.matches(STOP)) return one
    const stop = [...one.querySelectorAll<HTMLElement>(STOP)].find((inside) => inside.checkVisibility())
    if (stop !== undefined) return stop
  }
  return main
}
