// What the check of a new profile's connection found wrong: one notice, which leads to all steps and what helps.
import type { Conclusion } from '../../domain/connection-conclusion'
import { loadMessages, m } from '../../messages/messages'
import type { App } from '../../state/app-context'

/** @returns withdraws the notice */
export async function tellProblem(
  conclusion: Conclusion,
  { notices, router, session }: Pick<App, 'notices' | 'router' | 'session'>
): Promise<() => void> {
  await loadMessages()
  if (conclusion.code === 'refused') return () => undefined // the place itself says so
  const { endpoint = '' } = session.active ?? {}
  const { title } = m.check.conclusion(conclusion, { endpoint, pageOrigin: location.origin, errorTitle: '' })
  notices.say(m.check.notice(title), 'plain', {
    label: m.common.details,
    run: () => router.go({ place: 'check' })
  })
  const id = notices.list.at(-1)?.id
  return () => id !== undefined && notices.dismiss(id)
}
