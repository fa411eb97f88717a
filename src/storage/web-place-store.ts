// Places in web storage: of remembered profiles in localStorage, of the others in sessionStorage, which ends with the tab. They are a
// convenience: what cannot be read or written is passed over.
import { EMPTY_BOOK, withFolders, type Place, type PlaceBook, type PlaceStore } from '../domain/place'
import type { Profile } from '../domain/profile'
import { readRecord, toRecord, type RecordFormat } from './records'
import { findWebStorage, readItem, writeMark, type WebStorage } from './web-storage'

const PREFIX = 'lockgate-places:'
const FORMAT: RecordFormat<PlaceBook> = {
  what: 'list of places',
  upgrades: [],
  isWhole: ({ pinned, recent }) => arePlaces(pinned) && arePlaces(recent)
}

export class WebPlaceStore implements PlaceStore {
  readonly #session: WebStorage | undefined
  readonly #local: WebStorage | undefined

  constructor(session = findWebStorage('sessionStorage'), local = findWebStorage('localStorage')) {
    this.#session = session
    this.#local = local
  }

  read(profile: Profile): PlaceBook {
    this.#move(profile)
    try {
      return withFolders(readRecord(FORMAT, JSON.parse(readItem(this.#storageOf(profile), nameOf(profile)) ?? 'null')))
    } catch {
      return EMPTY_BOOK
    }
  }

  change(profile: Profile, change: (book: PlaceBook) => PlaceBook): PlaceBook {
    const book = change(this.read(profile))
    writeMark(this.#storageOf(profile), nameOf(profile), JSON.stringify(toRecord(FORMAT, book)))
    return book
  }

  forget(profileId: string): void {
    for (const storage of [this.#session, this.#local]) {
      const names = Array.from({ length: storage?.length ?? 0 }, (_, index) => storage?.key(index) ?? '')
      for (const name of names) if (name.startsWith(`${PREFIX}${profileId} `)) writeMark(storage, name, undefined)
    }
  }

  /** A profile that is to be remembered no longer, or from now on, takes its places along. */
  #move(profile: Profile): void {
    const [from, to] = profile.isRemembered ? [this.#session, this.#local] : [this.#local, this.#session]
    const text = readItem(from, nameOf(profile))
    if (text === undefined) return
    writeMark(to, nameOf(profile), text)
    writeMark(from, nameOf(profile), undefined)
  }

  #storageOf({ isRemembered }: Profile): WebStorage | undefined {
    return isRemembered ? this.#local : this.#session
  }
}

/** A profile that is pointed to another gateway has other places. */
function nameOf({ id, endpoint }: Profile): string {
  return `${PREFIX}${id} ${endpoint}`
}

function arePlaces(list: unknown): boolean {
  return (
    Array.isArray(list) && list.every((place: Partial<Place> | null) => isText(place?.bucket) && isText(place?.prefix))
  )
}

function isText(value: unknown): boolean {
  return typeof value === 'string'
}
