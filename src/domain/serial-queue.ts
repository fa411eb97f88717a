// One thing at a time: what is asked for during it is remembered once and done after, and cuts nothing off. Knows nothing of the things.
interface Turn<K> {
  readonly kind: K
  readonly work: () => Promise<void>
  readonly over: Promise<void>
  readonly end: () => void
}

export class SerialQueue<K> {
  #running: Turn<K> | undefined
  /** In the order in which they were asked for. */
  #waiting: readonly Turn<K>[] = []

  get running(): K | undefined {
    return this.#running?.kind
  }

  /** Begins at once when nothing runs. Resolves when it was done or taken back. What waits already is not asked for twice. */
  ask(kind: K, work: () => Promise<void>): Promise<void> {
    const there = this.#waiting.find((turn) => turn.kind === kind)
    if (there !== undefined) return there.over
    let end = (): void => undefined
    const over = new Promise<void>((resolve) => (end = resolve))
    this.#waiting = [...this.#waiting, { kind, work, over, end }]
    if (this.#running === undefined) this.#next()
    return over
  }

  /** The end of one that runs or waits; undefined when there is none. */
  overOf(kind: K): Promise<void> | undefined {
    return [this.#running, ...this.#waiting].find((turn) => turn?.kind === kind)?.over
  }

  /** Those of these kinds that wait are not done. */
  dequeue(kinds: readonly K[]): void {
    const isMeant = ({ kind }: Turn<K>): boolean => kinds.includes(kind)
    this.#waiting.filter(isMeant).forEach(({ end }) => end())
    this.#waiting = this.#waiting.filter((turn) => !isMeant(turn))
  }

  /** What runs is not waited for: the caller has ended it. */
  abandon(): void {
    this.#running = undefined
    this.#next()
  }

  #next(): void {
    const [turn, ...rest] = this.#waiting
    if (turn === undefined) return
    this.#waiting = rest
    this.#running = turn
    void turn.work().finally(() => {
      turn.end()
      if (this.#running !== turn) return
      this.#running = undefined
      this.#next()
    })
  }
}
