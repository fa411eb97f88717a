// Notes a download before its first byte, so that it can go on after its page is gone, and forgets it when nothing can follow.
import type { RunEnv } from './run-env'
import type { DownloadRequest } from './requests'

/** As much may be fetched twice after a break anyway. */
const MIN_BYTES = 1024 * 1024
/** In a download of many, noting a file costs as much as fetching a few MiB again. */
const MIN_BYTES_IN_BATCH = 4 * MIN_BYTES

/** What goes into an archive or a file that the user picked is not noted: only this page can go on with it. */
function isNoted({ entry, directory, batchId, spool }: DownloadRequest): boolean {
  if (spool !== undefined || entry.etag === '') return false
  if (directory === undefined) return entry.sizeBytes >= MIN_BYTES
  return batchId !== undefined && entry.sizeBytes >= MIN_BYTES_IN_BATCH
}

export async function noteDownload(
  request: DownloadRequest,
  sseKeyId: string | undefined,
  env: Pick<RunEnv, 'id' | 'ports' | 'clock'>
): Promise<void> {
  const { downloads, tabs } = env.ports
  if (downloads === undefined || tabs === undefined || !isNoted(request)) return
  const { storage, bucket, entry, fileName, directory, journalled } = request
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
  const batchId = directory === undefined ? undefined : request.batchId
  const note = { ...place, id: env.id, sizeBytes, etag, modifiedAtMs, fileName, sseKeyId, startedAtMs, batchId }
  await downloads.put(note).catch(() => undefined) // then it lives as long as its page
  tabs.tell()
}

/** It was handed over, or its bytes were discarded. Never rejects. */
export async function forgetDownload(
  id: string,
  request: DownloadRequest,
  { downloads }: Pick<RunEnv['ports'], 'downloads'>
): Promise<void> {
  if (isNoted(request)) await downloads?.remove(id).catch(() => undefined)
}
