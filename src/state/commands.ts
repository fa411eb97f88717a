// What can be done with what is on the screen: each component that shows something offers its own, for as long as it is shown.
import type { ShortcutId } from '../domain/shortcuts'

export interface Command {
  /** Two of one id are one command. */
  readonly id: string
  /** In the language of the page. `{name}` in it is where the name belongs. */
  readonly label: string
  /** The name of what it is about, as someone else chose it. */
  readonly about?: string | undefined
  readonly shortcut?: ShortcutId | undefined
  /** Why it can't be done now; undefined: it can. */
  readonly whyNot?: string | undefined
  readonly run: () => void
}

/** A search for what was done last looks no further back. */
const MAX_RECENT = 8

export class Commands {
  readonly #offers = new Set<() => readonly Command[]>()
  #recent: readonly string[] = []

  /** @returns ends it. */
  offer(list: () => readonly Command[]): () => void {
    this.#offers.add(list)
    return () => void this.#offers.delete(list)
  }

  /** Of this moment; what was shown last comes first. */
  list(): readonly Command[] {
    const all = [...this.#offers].reverse().flatMap((offered) => offered())
    return all.filter(({ id }, index) => all.findIndex((other) => other.id === id) === index)
  }

  /** Runs the one with this shortcut, if it can be done. @returns whether there is one. */
  runShortcut(shortcut: ShortcutId): boolean {
    const command = this.list().find((one) => one.shortcut === shortcut)
    if (command?.whyNot === undefined) command?.run()
    return command !== undefined
  }

  /** The ids of what was chosen last in this tab, latest first. */
  get recent(): readonly string[] {
    return this.#recent
  }
  noteUse(id: string): void {
    this.#recent = [id, ...this.#recent.filter((other) => other !== id)].slice(0, MAX_RECENT)
  }
}
