// How a transfer that is done ended: what was verified of its bytes, its encryption, and what the user set for an upload.
import type { UnconfirmedReason } from '../../domain/encryption-observation'
import { visibleName } from '../../domain/invisible'
import type { SettingsCheck } from '../../domain/upload-headers'
import { m } from '../../messages/messages'
import type { ArchiveView, Transfer, TransferVerification } from '../../transfers/transfer'

/** @param keyName of the transfer's key, as the user named it */
export function describeOutcome(transfer: Transfer, keyName: string | undefined): string {
  const { direction, verification, settings, archive } = transfer
  if (archive !== undefined) return describeArchive(archive, verification)
  const words = m.transfers.row
  const verified =
    verification === 'verified'
      ? words.verified
      : verification === 'size-checked'
        ? words.sizeChecked[direction]
        : withReason(words.notVerified[direction], transfer.whyUnverified)
  const parts = [verified, describeEncryption(transfer, keyName), settings && describeSettings(settings)]
  return parts.filter(Boolean).join(' · ')
}

function describeArchive(
  { addedCount, verifiedCount, renamedCount }: ArchiveView,
  verification: TransferVerification | undefined
): string {
  const words = m.transfers.row.archive
  const files =
    verification === 'verified'
      ? `${m.transfers.row.verified} · ${words.all(addedCount)}`
      : m.transfers.batch.saved(addedCount, verifiedCount)
  return [files, renamedCount > 0 && words.renamed(renamedCount)].filter(Boolean).join(' · ')
}

function describeEncryption(
  { direction, verification, lock, sseKeyId }: Transfer,
  keyName: string | undefined
): string {
  if (lock?.state === 'encrypted') return m.common.encryption.encrypted(keyName && visibleName(keyName))
  if (direction === 'upload' && sseKeyId === undefined && verification !== undefined)
    return m.transfers.row.sentWithoutKey
  return lock?.state === 'unknown' ? withReason(m.transfers.row.encryptionUnknown, lock.reason) : ''
}

function describeSettings({ lost, unseen, reason = 'inconclusive' }: SettingsCheck): string {
  const words = m.transfers.row.settings
  if (lost.length + unseen.length === 0) return words.kept
  const why = reason === 'hidden' ? words.hidden : m.inspector.unconfirmed[reason]
  const parts = [lost.length > 0 && words.lost(lost), unseen.length > 0 && words.unseen(unseen, why)]
  return parts.filter(Boolean).join(' · ')
}

function withReason(words: string, reason: UnconfirmedReason | undefined): string {
  return reason === undefined ? words : `${words}: ${m.inspector.unconfirmed[reason]}`
}
