// One call of an ObjectStorage as a message, on the side of the worker.
import type { ObjectStorage, SendOptions } from '../../domain/ports'
import type { StorageCall } from './messages'
import { putDigested } from './put-digested'

/** Settles as the method does. */
export function runStorageCall(
  storage: ObjectStorage,
  call: StorageCall,
  options: Required<SendOptions>
): Promise<unknown> {
  const { signal } = options
  switch (call.method) {
    case 'listBuckets':
      return storage.listBuckets(signal)
    case 'listPage':
      return storage.listPage(call.request, signal)
    case 'findObject':
      return storage.findObject(call.bucket, call.key, signal)
    case 'headObject':
      return storage.headObject(call.bucket, call.key, call.sseKey, signal, call.versionId)
    case 'tagsOf':
      return storage.tagsOf(call.bucket, call.key, signal)
    case 'putTags':
      return storage.putTags(call.bucket, call.key, call.tags, signal)
    case 'aclOf':
      return storage.aclOf(call.bucket, call.key, signal)
    case 'putObject':
      return storage.putObject(call.request, options)
    case 'putDigested':
      return putDigested(storage, call.request, options)
    case 'createMultipartUpload':
      return storage.createMultipartUpload(call.request, signal)
    case 'uploadPart':
      return storage.uploadPart(call.request, options)
    case 'completeMultipartUpload':
      return storage.completeMultipartUpload(call.request, signal)
    case 'hasUpload':
      return storage.hasUpload(call.bucket, call.key, call.uploadId, signal)
    case 'abortMultipartUpload':
      return storage.abortMultipartUpload(call.bucket, call.key, call.uploadId, signal)
    case 'signDownload':
      return storage.signDownload(call.bucket, call.key, call.sseKey, call.versionId)
    case 'deleteObject':
      return storage.deleteObject(call.bucket, call.key, signal)
  }
}
