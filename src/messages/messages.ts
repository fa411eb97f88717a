// The sentences of the page in its language, each language in files of its own, loaded when it is chosen.
import type { Messages } from './en'
import { locale, setLocale } from './locale'

/** By their BCP 47 subtag; named as their speakers name them. */
export const LANGUAGES = { en: 'English', de: 'Deutsch' } as const
export type Language = keyof typeof LANGUAGES

interface Files {
  first(): Promise<Partial<Messages>>
  rest(): Promise<Partial<Messages>>
}

const files: Readonly<Record<Language, Files>> = {
  en: {
    first: async () => (await import('./en/first')).first,
    rest: async () => (await import('./en/rest')).rest
  },
  de: {
    first: async () => (await import('./de/first')).first,
    rest: async () => (await import('./de/rest')).rest
  }
}

let language: Language = 'en'
let current: Partial<Messages> = {}
let isWhole = false

/**
 * The messages by feature, `m.settings.title`. What is drawn or derived from them follows another language at once.
 * Nothing is in them before `useFirstMessages` or `useLanguage` has resolved.
 */
export const m = new Proxy({} as Messages, {
  get: (_, feature) => {
    locale() // heard of when it changes
    return current[feature as keyof Messages]
  }
})

export function currentLanguage(): Language {
  locale()
  return language
}

export function isLanguage(tag: string | undefined): tag is Language {
  return tag !== undefined && Object.hasOwn(LANGUAGES, tag)
}

/** The first language that the reader prefers and the catalogue has; English where it has none. */
export function preferredLanguage(tags: readonly string[] = navigator.languages): Language {
  return tags.map((tag) => tag.split('-')[0]?.toLowerCase()).find(isLanguage) ?? 'en'
}

/**
 * Loads what the first view says in a language, and uses it; see {@link loadMessages} for the rest.
 * @throws when its file could not be loaded.
 */
export async function useFirstMessages(next: Language, tags?: readonly string[]): Promise<void> {
  use(next, await files[next].first(), false, tags)
}

/**
 * Resolves when every place and dialog has its messages.
 * @throws when their file could not be loaded.
 */
export async function loadMessages(): Promise<void> {
  if (isWhole) return
  const asked = language
  const rest = await files[asked].rest()
  if (asked !== language) return // another was chosen, and is loaded whole
  current = { ...current, ...rest }
  isWhole = true
}

/**
 * Loads a language and uses it from now on, with the reader's own regional variant for numbers and dates.
 * @throws when its files could not be loaded; the former language stays.
 */
export async function useLanguage(next: Language, tags?: readonly string[]): Promise<void> {
  const [first, rest] = await Promise.all([files[next].first(), files[next].rest()])
  use(next, { ...first, ...rest }, true, tags)
}

function use(next: Language, messages: Partial<Messages>, whole: boolean, tags = navigator.languages): void {
  current = messages
  language = next
  isWhole = whole
  setLocale(tags.find((tag) => tag.split('-')[0]?.toLowerCase() === next) ?? next)
}
