// What a user does to come to a state: presses, types and chooses by the names on the screen, and waits until they are there.
import { m } from '../../src/messages/messages'

const PATIENCE_MS = 10_000

type Name = string | RegExp

export class User {
  /** A button, link, row or box of this name. */
  async press(name: Name): Promise<void> {
    const pressed = 'button, a[href], summary, input[type=checkbox], input[type=radio], [role=row], label'
    ;(await this.#find(pressed, name)).click()
  }

  /** In the menu of the object that is open. */
  async pressOfObject(name: Name): Promise<void> {
    await this.press(m.inspector.more)
    await this.press(name)
  }

  async type(label: Name, text: string): Promise<void> {
    const field = (await this.#find('input, textarea, select', label)) as HTMLInputElement
    field.value = text
    for (const kind of ['input', 'change']) field.dispatchEvent(new Event(kind, { bubbles: true }))
  }

  async choose(label: Name, files: readonly File[]): Promise<void> {
    const field = (await this.#find('input[type=file]', label, true)) as HTMLInputElement
    const data = new DataTransfer()
    for (const file of files) data.items.add(file)
    field.files = data.files
    field.dispatchEvent(new Event('change', { bubbles: true }))
  }

  async see(text: Name): Promise<void> {
    await waitFor(() => fits(text, document.body.innerText, true), `Nothing says ${text}`)
  }

  async #find(selector: string, name: Name, mayBeHidden = false): Promise<HTMLElement> {
    const look = (): HTMLElement | undefined => {
      const top = [...document.querySelectorAll('dialog:modal')].at(-1) ?? document
      return [...top.querySelectorAll<HTMLElement>(selector)].find(
        (one) => (mayBeHidden || one.checkVisibility()) && fits(name, nameOf(one)) && !one.matches(':disabled')
      )
    }
    return waitFor(look, `Nothing to use is named ${name}`)
  }
}

async function waitFor<T>(look: () => T, complaint: string): Promise<NonNullable<T>> {
  for (const end = performance.now() + PATIENCE_MS; performance.now() < end;) {
    const found = look()
    if (found) return found
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  throw new Error(complaint)
}

/** As far as this page names things. */
function nameOf(element: HTMLElement): string {
  const label = (element as Partial<HTMLInputElement>).labels?.[0]
  const shown = element.cloneNode(true) as HTMLElement
  for (const silent of shown.querySelectorAll('[aria-hidden=true]')) silent.remove()
  return (element.ariaLabel ?? label?.textContent ?? shown.textContent ?? '').replace(/\s+/g, ' ').trim()
}

function fits(wanted: Name, text: string, isPart = false): boolean {
  if (wanted instanceof RegExp) return wanted.test(text)
  return isPart ? text.includes(wanted) : text === wanted
}
