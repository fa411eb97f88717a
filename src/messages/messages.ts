// The sentences of the page in its language, each language a file of its own, loaded when it is chosen.
import type { Messages } from './en'
import { locale, setLocale } from './locale'

/** By their BCP 47 subtag; named as their speakers name them. */
export const LANGUAGES = { en: 'English', de: 'Deutsch' } as const
export type Language = keyof typeof LANGUAGES

const load: Readonly<Record<Language, () => Promise<Messages>>> = {
  en: async () => (await import('./en')).en,
  de: async () => (await import('./de')).de
}

let language: Language = 'en'
let current: Partial<Messages> = {}

/**
 * The messages by feature, `m.settings.title`. What is drawn or derived from them follows another language at once.
 * Nothing is in them before `useLanguage` has resolved.
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
 * Loads a language and uses it from now on, with the reader's own regional variant for numbers and dates.
 * @throws when its file could not be loaded; the former language stays.
 */
export async function useLanguage(next: Language, tags: readonly string[] = navigator.languages): Promise<void> {
  current = await load[next]()
  language = next
  setLocale(tags.find((tag) => tag.split('-')[0]?.toLowerCase() === next) ?? next)
}
