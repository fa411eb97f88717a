// Short sentences that appear and leave by themselves. Nothing that matters is said only here.

export interface Notice {
  readonly id: number
  readonly text: string
  readonly tone: 'plain' | 'good' | 'bad'
  readonly action: NoticeAction | undefined
}

/** What can be done about it: then it stays until that is done, or it is dismissed. */
export interface NoticeAction {
  readonly label: string
  readonly run: () => void
}

const SHOWN_MS = 6000

export class Notices {
  #list = $state.raw<readonly Notice[]>([])
  #nextId = 1

  get list(): readonly Notice[] {
    return this.#list
  }

  say(text: string, tone: Notice['tone'] = 'plain', action?: NoticeAction): void {
    const id = this.#nextId++
    const passing = this.#list.filter((notice) => notice.action === undefined).slice(-2)
    const kept = this.#list.filter((notice) => notice.action !== undefined || passing.includes(notice))
    this.#list = [...kept, { id, text, tone, action }]
    if (action === undefined) setTimeout(() => this.dismiss(id), SHOWN_MS)
  }

  dismiss(id: number): void {
    this.#list = this.#list.filter((notice) => notice.id !== id)
  }
}
