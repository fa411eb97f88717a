// Notes a download before its first byte, so that it can go on after its page is gone, and forgets it when nothing can follow.
import type { RunEnv } from './run-env'
import type { DownloadRequest } from './transfer'

/** As much may be fetched twice after a break anyway. */
const MIN_BYTES = 1024 * 1024

/** What goes into a directory of the user's, or into an archive, is not noted: only this page can go on with it. */
export async function noteDownload(
  { storage, bucket, entry, fileName, directory, spool, journalled }: DownloadRequest,
  sseKeyId: string | undefined,
  env: RunEnv
): Promise<void> {
  const { downloads, tabs } = env.ports
  if (
    downloads === undefined ||
    tabs === undefined ||
    directory !== undefined ||
    spool !== undefined ||
    entry.etag === '' ||
    entry.sizeBytes < MIN_BYTES
  )
    return
  const { key, versionId, sizeBytes, etag, modifiedAtMs } = entry
  const startedAtMs = journalled?.startedAtMs ?? env.clock.nowMs()
  const place = {
    accountId: storage.account.id,
    endpoint: storage.endpoint,
    tabId: tabs.tabId,
    bucket,
    key,
    versionId
  }
  const note = { ...place, id: env.id, sizeBytes, etag, modifiedAtMs, fileName, sseKeyId, startedAtMs }
  await downloads.put(note).catch(() => undefined) // then it lives as long as its page
}

/** It was handed over, or its bytes were discarded. Never rejects. */
export async function forgetDownload(id: string, { downloads }: Pick<RunEnv['ports'], 'downloads'>): Promise<void> {
  await downloads?.remove(id).catch(() => undefined)
}
