// Places by account: in localStorage where a profile of the account is remembered, else in this tab's memory. They are a convenience:
// what cannot be read or written is passed over.
import type { Account } from '../../domain/account'
import {
  mergeBookmarks,
  withFolders,
  type Bookmarks,
  type BookmarkOwner,
  type BookmarkStore
} from '../../domain/bookmark'
import { BOOKMARKS } from './formats'
import { readRecord, toRecord } from './records'
import { findWebStorage, namesIn, readItem, takeFromSession, writeMark, type WebStorage } from './web-storage'

const PREFIX = 'lockgate-places:'
/** One book, wherever it is. */
interface Stored {
  readonly storage: WebStorage
  readonly name: string
  readonly book: Bookmarks
}

export class WebBookmarkStore implements BookmarkStore {
  readonly #ofThisTab: WebStorage
  readonly #local: WebStorage | undefined

  constructor(session = findWebStorage('sessionStorage'), local = findWebStorage('localStorage')) {
    this.#ofThisTab = takeFromSession(session, PREFIX)
    this.#local = local
  }

  /** What is found under another name of the account, or in another place, moves to where it belongs. */
  read(owner: BookmarkOwner): Bookmarks {
    const all = this.#findAll(owner.account)
    const book = mergeBookmarks(all.map((one) => one.book))
    const elsewhere = all.filter((one) => one.storage !== this.#storageOf(owner) || one.name !== nameOf(owner))
    if (elsewhere.length > 0) this.#write(owner, book)
    for (const { storage, name } of elsewhere) writeMark(storage, name, undefined)
    return book
  }

  change(owner: BookmarkOwner, change: (book: Bookmarks) => Bookmarks): Bookmarks {
    const book = change(this.read(owner))
    this.#write(owner, book)
    return book
  }

  forget(account: Account): void {
    for (const { storage, name } of this.#findAll(account)) writeMark(storage, name, undefined)
  }

  /** The account's own first. Books that cannot be read are left out and left alone. */
  #findAll(account: Account): readonly Stored[] {
    const storages = [this.#ofThisTab, this.#local].filter((storage) => storage !== undefined)
    const names = [
      ...account.ids.map((id) => PREFIX + id),
      ...new Set(storages.flatMap((one) => olderNames(one, account)))
    ]
    return names.flatMap((name) =>
      storages.flatMap((storage) => {
        const book = readBook(storage, name)
        return book === undefined ? [] : [{ storage, name, book }]
      })
    )
  }

  #write(owner: BookmarkOwner, book: Bookmarks): void {
    writeMark(this.#storageOf(owner), nameOf(owner), JSON.stringify(toRecord(BOOKMARKS, book)))
  }

  #storageOf({ isRemembered }: BookmarkOwner): WebStorage | undefined {
    return isRemembered ? this.#local : this.#ofThisTab
  }
}

function nameOf({ account }: BookmarkOwner): string {
  return PREFIX + account.id
}

/** Earlier versions named places by a profile and its endpoint. */
function olderNames(storage: WebStorage, account: Account): readonly string[] {
  return namesIn(storage).filter((name) => {
    const [profileId, endpoint, ...rest] = name.startsWith(PREFIX) ? name.slice(PREFIX.length).split(' ') : []
    const isOlder = endpoint === account.endpoint && rest.length === 0
    return isOlder && account.ownershipOf(profileId) === 'own'
  })
}

function readBook(storage: WebStorage, name: string): Bookmarks | undefined {
  try {
    const text = readItem(storage, name)
    return text === undefined ? undefined : withFolders(readRecord(BOOKMARKS, JSON.parse(text)))
  } catch {
    return undefined
  }
}
