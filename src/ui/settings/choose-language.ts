// Another language for the whole page, remembered in this browser.
import { m, useLanguage, type Language } from '../../messages/messages'
import type { App } from '../../state/app-context'

export async function chooseLanguage(
  { notices, languageStore }: Pick<App, 'notices' | 'languageStore'>,
  language: Language
) {
  try {
    await useLanguage(language)
  } catch {
    return notices.say(m.settings.languageFailed, 'bad')
  }
  languageStore.write(language)
}
