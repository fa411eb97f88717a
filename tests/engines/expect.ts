// `expect` of the end-to-end tests: Playwright's, and for what is found over WebDriver the same words with the same patience.
import { expect as playwrightExpect } from '@playwright/test'
import type { ElementState } from './find'
import { DriverLocator } from './locator'

type Look = ElementState & {
  readonly count: number
  readonly isThere: boolean
  attribute(name: string): Promise<string | null>
}
/** @returns undefined where it is as wanted, else what it is instead. */
type Check = (seen: Look) => Promise<string | undefined> | string | undefined

const NOTHING: ElementState = {
  isVisible: false,
  isEnabled: false,
  isChecked: false,
  isFocused: false,
  box: '',
  text: '',
  innerText: '',
  value: null
}

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim()

function fits(text: string, wanted: string | RegExp, isWhole: boolean): boolean {
  if (wanted instanceof RegExp) return wanted.test(text)
  return isWhole ? oneLine(text) === oneLine(wanted) : oneLine(text).includes(oneLine(wanted))
}

const when = (isSo: boolean, otherwise: string): string | undefined => (isSo ? undefined : otherwise)

/** What must be there to be anything at all. */
function whenThere(check: Check): Check {
  return (seen) => (seen.isThere ? check(seen) : 'not found')
}

const checks = {
  toBeVisible: () => (seen: Look) => when(seen.isVisible, seen.isThere ? 'hidden' : 'not found'),
  toBeHidden: () => (seen: Look) => when(!seen.isVisible, 'visible'),
  toBeAttached: () => (seen: Look) => when(seen.isThere, 'not found'),
  toBeChecked: () => whenThere((seen) => when(seen.isChecked, 'not checked')),
  toBeDisabled: () => whenThere((seen) => when(!seen.isEnabled, 'enabled')),
  toBeEnabled: () => whenThere((seen) => when(seen.isEnabled, 'disabled')),
  toBeFocused: () => whenThere((seen) => when(seen.isFocused, 'not focused')),
  toHaveCount: (count: number) => (seen: Look) => when(seen.count === count, `${seen.count} of them`),
  toHaveValue: (value: string | RegExp) =>
    whenThere((seen) => when(fits(seen.value ?? '', value, true), `value ${JSON.stringify(seen.value)}`)),
  toContainText: (text: string | RegExp) =>
    whenThere((seen) => when(fits(seen.text, text, false), `text “${seen.text}”`)),
  toHaveText: (text: string | RegExp) => whenThere((seen) => when(fits(seen.text, text, true), `text “${seen.text}”`)),
  toHaveAttribute: (name: string, value: string | RegExp) =>
    whenThere(async (seen) => {
      const found = await seen.attribute(name)
      return when(found !== null && fits(found, value, true), `${name} ${JSON.stringify(found)}`)
    })
} satisfies Readonly<Record<string, (...args: never[]) => Check>>

type Matchers = {
  readonly [K in keyof typeof checks]: (...args: Parameters<(typeof checks)[K]>) => Promise<void>
}

function expectLocator(locator: DriverLocator): Matchers & { readonly not: Matchers } {
  const matchers = (isNegated: boolean): Matchers =>
    Object.fromEntries(
      Object.entries(checks).map(([name, make]) => [
        name,
        (...args: never[]) =>
          waitFor(locator, (make as (...all: never[]) => Check)(...args), { isNegated, name, args: args as unknown[] })
      ])
    ) as unknown as Matchers
  return { ...matchers(false), not: matchers(true) }
}

async function waitFor(
  locator: DriverLocator,
  check: Check,
  { isNegated, name, args }: { isNegated: boolean; name: string; args: readonly unknown[] }
): Promise<void> {
  const last = args.at(-1)
  const patienceMs = (last as { timeout?: number } | undefined)?.timeout ?? locator.tab.patienceMs
  const untilMs = Date.now() + patienceMs
  for (;;) {
    const { elements, state } = await locator.tab.find(locator.steps)
    const attribute = (which: string): Promise<string | null> => locator.first().getAttribute(which)
    const seen = { ...(state ?? NOTHING), count: elements.length, isThere: state !== null, attribute }
    const isSingle = elements.length < 2 || name === 'toHaveCount'
    const wrong = isSingle ? await check(seen) : `${elements.length} of them`
    // What is not there has no text that it must not have, as in Playwright.
    if (isSingle && isNegated ? wrong !== undefined && (seen.isThere || name !== 'toHaveValue') : wrong === undefined)
      return
    if (Date.now() > untilMs) {
      const wanted = `${isNegated ? 'not ' : ''}${name}(${args.map((arg) => (arg instanceof RegExp ? String(arg) : JSON.stringify(arg))).join(', ')})`
      throw new Error(`${locator}: ${wanted}, but ${wrong ?? 'it is so'}`)
    }
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

/** Playwright's own, but what is found over WebDriver is waited for here. */
export const expect = new Proxy(playwrightExpect, {
  apply: (target, self, args: Parameters<typeof playwrightExpect>) =>
    args[0] instanceof DriverLocator ? expectLocator(args[0]) : (Reflect.apply(target, self, args) as unknown)
})
