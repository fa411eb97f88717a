// The composition root of the worker that sends the requests of transfers: signing, sending and reading them costs the page nothing.
import type { ObjectStorage } from './domain/ports'
import type { Profile } from './domain/profile'
import type { RequestTask } from './platform/workers/messages'
import { serveTasks, tellRequest } from './platform/workers/serve-tasks'
import { runStorageCall } from './platform/workers/storage-call'
import { GatewayClient } from './s3/gateway-client'
import { S3ObjectStorage } from './s3/s3-object-storage'

const PROGRESS_INTERVAL_MS = 100
/** A profile that changes, such as a renewed token, is another one. */
const MAX_STORAGES = 8

/** By profile, the latest used last. */
const storages = new Map<string, ObjectStorage>()

function storageOf(profile: Profile): ObjectStorage {
  const id = JSON.stringify(profile)
  const storage = storages.get(id) ?? new S3ObjectStorage(new GatewayClient(profile, { onRequest: tellRequest }))
  storages.delete(id)
  storages.set(id, storage)
  for (const oldest of storages.keys()) if (storages.size > MAX_STORAGES) storages.delete(oldest)
  return storage
}

/** The answer tells the end, so a small body is told of once. */
function atIntervals(onProgress: (sentBytes: number) => void): (sentBytes: number) => void {
  let toldAtMs = performance.now()
  return (sentBytes) => {
    const nowMs = performance.now()
    if (nowMs - toldAtMs < PROGRESS_INTERVAL_MS) return
    toldAtMs = nowMs
    onProgress(sentBytes)
  }
}

serveTasks<RequestTask, unknown>(async (task, signal, onProgress) =>
  task.kind === 'load'
    ? undefined
    : await runStorageCall(storageOf(task.profile), task, { signal, onProgress: atIntervals(onProgress) })
)
