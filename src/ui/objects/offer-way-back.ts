// Files whose reading ended after the person had left: told, with the way back to where they were dropped.
import { isSameAccount } from '../../domain/account'
import type { App } from '../../state/app-context'
import type { ChosenFiles, UploadTarget } from '../../state/uploads.svelte'
import { plural, visibleName } from '../common/format'

export function offerWayBack(
  target: UploadTarget,
  chosen: ChosenFiles,
  { notices, router, session, uploads }: Pick<App, 'notices' | 'router' | 'session' | 'uploads'>
): void {
  const { bucket, prefix, storage } = target
  const isOfAccount = (account = session.account): boolean =>
    account !== undefined && isSameAccount(account, storage.account)
  const place = visibleName(`${bucket}/${prefix}`)
  const text = `${plural(chosen.files.length, 'file')} not uploaded to ${place}: you left before reading had ended.`
  notices.say(text, 'plain', { label: 'Go back', run: goBack })

  function goBack(): void {
    const profile = session.profiles.find((one) => isOfAccount(session.accounts.of(one)))
    if (profile === undefined) return notices.say('Not uploaded: the profile of that account was removed.', 'bad')
    if (!isOfAccount()) session.use(profile.id)
    uploads.resumeAt(target, chosen)
    router.go({ place: 'objects', bucket, prefix })
  }
}
