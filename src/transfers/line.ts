// An order that can be changed anywhere at a constant cost: a list linked both ways, with each item's link at hand.

interface Link<T> {
  readonly item: T
  before: Link<T> | undefined
  after: Link<T> | undefined
}

export class Line<T> implements Iterable<T> {
  readonly #links = new Map<T, Link<T>>()
  #first: Link<T> | undefined
  #last: Link<T> | undefined

  get length(): number {
    return this.#links.size
  }

  get first(): T | undefined {
    return this.#first?.item
  }

  *[Symbol.iterator](): Iterator<T> {
    for (let link = this.#first; link !== undefined; link = link.after) yield link.item
  }

  /** At the end; an item that is in the line already moves there. */
  add(item: T): void {
    this.#insert(item, this.#last?.item === item ? this.#last.before : this.#last)
  }

  /** At the front; an item that is in the line already moves there. */
  addFirst(item: T): void {
    this.#insert(item, undefined)
  }

  /** @returns false when it was not in the line. */
  delete(item: T): boolean {
    const link = this.#links.get(item)
    if (link === undefined) return false
    this.#join(link.before, link.after)
    return this.#links.delete(item)
  }

  before(item: T): T | undefined {
    return this.#links.get(item)?.before?.item
  }

  after(item: T): T | undefined {
    return this.#links.get(item)?.after?.item
  }

  /** Exchanges two neighbors. */
  swap(item: T, next: T): void {
    const link = this.#links.get(item)
    if (link?.after?.item === next) this.#insert(item, link.after)
  }

  #insert(item: T, before: Link<T> | undefined): void {
    this.delete(item)
    const link: Link<T> = { item, before: undefined, after: undefined }
    this.#join(link, before === undefined ? this.#first : before.after)
    this.#join(before, link)
    this.#links.set(item, link)
  }

  #join(before: Link<T> | undefined, after: Link<T> | undefined): void {
    if (before === undefined) this.#first = after
    else before.after = after
    if (after === undefined) this.#last = before
    else after.before = before
  }
}
