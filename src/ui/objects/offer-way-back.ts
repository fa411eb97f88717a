// Files whose reading ended after the user had left the folder: a notice offers to go back there.
import { isSameAccount } from '../../domain/account'
import { m } from '../../messages/messages'
import type { App } from '../../state/app-context'
import type { ChosenFiles, UploadTarget } from '../../state/upload-draft.svelte'

export function offerWayBack(
  target: UploadTarget,
  chosen: ChosenFiles,
  { notices, router, session, uploads }: Pick<App, 'notices' | 'router' | 'session' | 'uploads'>
): void {
  const { bucket, prefix, storage } = target
  const isOfAccount = (account = session.account): boolean =>
    account !== undefined && isSameAccount(account, storage.account)
  const text = m.uploads.interrupted.text(chosen.files.length, `${bucket}/${prefix}`)
  notices.say(text, 'plain', { label: m.uploads.interrupted.goBack, run: goBack })

  function goBack(): void {
    const profile = session.profiles.find((one) => isOfAccount(session.accounts.of(one)))
    if (profile === undefined) return notices.say(m.uploads.interrupted.profileGone, 'bad')
    if (!isOfAccount()) session.use(profile.id)
    uploads.resumeAt(target, chosen)
    router.go({ place: 'objects', bucket, prefix })
  }
}
