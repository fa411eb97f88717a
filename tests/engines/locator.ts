// Where something is on the page, and what a user does there: the part of Playwright's locators that the scenarios use, over WebDriver.
import type { ElementState } from './find'
import { DriverError, type ElementRef } from './session'
import { describeSteps, toText, type Step } from './steps'
import type { Tab } from './tab'

interface NameOptions {
  readonly name?: string | RegExp
  readonly exact?: boolean
  readonly expanded?: boolean
  readonly includeHidden?: boolean
}
interface Patience {
  readonly timeout?: number
}

/** Not yet there, or in the way of something: worth another try. */
const PASSING = /^(stale element reference|element click intercepted|element not interactable|no such element)/

export class DriverLocator {
  readonly tab: Tab
  readonly steps: readonly Step[]

  constructor(tab: Tab, steps: readonly Step[]) {
    this.tab = tab
    this.steps = steps
  }

  page(): Tab {
    return this.tab
  }

  getByRole(role: string, { name, exact, expanded, includeHidden }: NameOptions = {}): DriverLocator {
    const text = name === undefined ? undefined : toText(name, exact)
    return this.#and({ by: 'role', role, name: text, isExpanded: expanded, withHidden: includeHidden })
  }

  getByLabel(text: string | RegExp, { exact = false } = {}): DriverLocator {
    return this.#and({ by: 'label', text: toText(text, exact) })
  }

  getByText(text: string | RegExp, { exact = false } = {}): DriverLocator {
    return this.#and({ by: 'text', text: toText(text, exact) })
  }

  getByTitle(text: string | RegExp, { exact = false } = {}): DriverLocator {
    return this.#and({ by: 'title', text: toText(text, exact) })
  }

  locator(css: string): DriverLocator {
    return this.#and({ by: 'css', css })
  }

  filter({ has, hasText }: { readonly has?: DriverLocator; readonly hasText?: string | RegExp }): DriverLocator {
    const steps: Step[] = []
    if (has !== undefined) steps.push({ by: 'has', steps: has.steps })
    if (hasText !== undefined) steps.push({ by: 'hasText', text: toText(hasText) })
    return this.#and(...steps)
  }

  or(other: DriverLocator): DriverLocator {
    return this.#and({ by: 'or', steps: other.steps })
  }

  nth(index: number): DriverLocator {
    return this.#and({ by: 'nth', index })
  }

  first(): DriverLocator {
    return this.nth(0)
  }

  last(): DriverLocator {
    return this.nth(-1)
  }

  async count(): Promise<number> {
    return (await this.tab.find(this.steps)).elements.length
  }

  async isVisible(): Promise<boolean> {
    return (await this.tab.find(this.steps)).state?.isVisible ?? false
  }

  async click(patience: Patience = {}): Promise<void> {
    await this.#act((element) => this.tab.session.onElement(element, 'click'), patience)
  }

  /** Replaces what is in a field by typing. */
  async fill(value: string): Promise<void> {
    await this.#act(async (element) => {
      await this.tab.evaluateOn(element, (field) => {
        ;(field as HTMLInputElement).focus()
        ;(field as HTMLInputElement).select()
      })
      await this.tab.keyboard.type(value === '' ? '\ue003' : value) // Backspace takes the selection
    })
  }

  async check(): Promise<void> {
    await this.#act(async (element, { isChecked }) => {
      if (!isChecked) await this.tab.session.onElement(element, 'click')
    })
  }

  async uncheck(): Promise<void> {
    await this.#act(async (element, { isChecked }) => {
      if (isChecked) await this.tab.session.onElement(element, 'click')
    })
  }

  async focus(): Promise<void> {
    await this.#act((element) => this.tab.evaluateOn(element, (found) => (found as HTMLElement).focus()))
  }

  async press(key: string): Promise<void> {
    await this.focus()
    await this.tab.keyboard.press(key)
  }

  /** An option by its label or value, or by its place. */
  async selectOption(wanted: string | { readonly index: number }): Promise<void> {
    await this.#act((element) =>
      this.tab.evaluateOn(
        element,
        (found, which: string | { index: number }) => {
          const select = found as HTMLSelectElement
          const option =
            typeof which === 'string'
              ? [...select.options].find(({ label, value }) => label.trim() === which || value === which)
              : select.options[which.index]
          if (option === undefined) throw new Error('no such element: this option')
          select.value = option.value
          for (const type of ['input', 'change']) select.dispatchEvent(new Event(type, { bubbles: true }))
        },
        wanted
      )
    )
  }

  evaluate<A, R>(what: (element: Element, arg: A) => R | Promise<R>, arg?: A): Promise<R> {
    return this.#found((element) => this.tab.evaluateOn(element, what, arg))
  }

  getAttribute(name: string): Promise<string | null> {
    return this.evaluate((element, which: string) => element.getAttribute(which), name)
  }

  innerText(): Promise<string> {
    return this.evaluate((element) => (element as HTMLElement).innerText)
  }

  toString(): string {
    return describeSteps(this.steps)
  }

  #and(...steps: Step[]): DriverLocator {
    return new DriverLocator(this.tab, [...this.steps, ...steps])
  }

  /** Waits until there is one, it can be used, and has stopped moving. */
  #act<R>(act: (element: ElementRef, state: ElementState) => Promise<R>, patience: Patience = {}): Promise<R> {
    let box: string | undefined
    return this.#found(async (element, state) => {
      const isStill = box === state.box
      box = state.box
      if (!isStill) throw new DriverError('element not interactable', 'moving')
      if (!state.isVisible) throw new DriverError('element not interactable', 'not visible')
      if (!state.isEnabled) throw new DriverError('element not interactable', 'disabled')
      // WebKit's driver brings it into the window, and not into what scrolls within it.
      await this.tab.evaluateOn(element, (found) => (found as HTMLElement).scrollIntoView({ block: 'nearest' }))
      return act(element, state)
    }, patience)
  }

  async #found<R>(
    act: (element: ElementRef, state: ElementState) => Promise<R>,
    { timeout = this.tab.patienceMs }: Patience = {}
  ): Promise<R> {
    const untilMs = Date.now() + timeout
    for (;;) {
      try {
        const { elements, state } = await this.tab.find(this.steps)
        const [element] = elements
        if (element === undefined || state === null) throw new DriverError('no such element', 'not found')
        if (elements.length > 1) throw new Error(`${elements.length} of ${this}`)
        return await act(element, state)
      } catch (error) {
        const words = String((error as Error).message)
        if (Date.now() > untilMs || !PASSING.test(words.replace(/^Error: /, '')))
          throw new Error(`${this}: ${words}`, { cause: error })
        await new Promise((resolve) => setTimeout(resolve, 100))
      }
    }
  }
}
