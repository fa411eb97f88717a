// ObjectVersions over S3: what a versioned bucket keeps, and deleting by the thousand.
import {
  CopyObjectCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandOutput
} from '@aws-sdk/client-s3'
import { AppError, toAppError } from '../domain/app-error'
import { NULL_VERSION, type ObjectVersion, type VersionPage } from '../domain/bucket'
import type { DeleteFailure, DeleteTarget, ObjectVersions } from '../domain/gateway'
import { isAddressable } from '../domain/object-entry'
import { notS3, toAddress, toBucket } from './address'
import { checkPage, lastName, MAX_ROWS, nextNamePosition } from './checked-listing'
import { kindOf } from './error-table'
import { unquote } from './etag'
import type { GatewayClient } from './gateway-client'
import { decodeName } from './decode-name'
import { isXmlText } from './readable-xml'
import { toSseInput } from './sse-headers'
import { escapeRfc3986 } from './wire-url'

type ListRequest = Parameters<ObjectVersions['listPage']>[0]

/** ObjectVersions over S3. */
export function createObjectVersions(gateway: GatewayClient): ObjectVersions {
  return {
    async listPage(request: ListRequest, signal?: AbortSignal): Promise<VersionPage> {
      const { bucket, prefix, after, maxKeys = MAX_ROWS } = request
      const input = {
        ...toBucket('ListObjectVersions', bucket),
        Prefix: prefix,
        KeyMarker: after?.keyMarker,
        VersionIdMarker: after?.versionIdMarker,
        MaxKeys: maxKeys,
        EncodingType: 'url' as const
      }
      const list = () => new ListObjectVersionsCommand(input)
      const output = await gateway.send('ListObjectVersions', list, { signal })
      if (output.Name === undefined) notS3('ListObjectVersions')
      const versions = [
        ...(output.Versions ?? []).map((version) => ({ ...version, isDeleteMarker: false })),
        ...(output.DeleteMarkers ?? []).map((marker) => ({ ...marker, ETag: '', Size: 0, isDeleteMarker: true }))
      ].flatMap(({ Key: key, ...version }): ObjectVersion[] =>
        key === undefined
          ? []
          : [
              {
                key: decodeName(key),
                versionId: version.VersionId ?? NULL_VERSION,
                isLatest: version.IsLatest ?? false,
                isDeleteMarker: version.isDeleteMarker,
                sizeBytes: version.Size ?? 0,
                modifiedAtMs: version.LastModified?.getTime() ?? 0,
                etag: unquote(version.ETag) ?? ''
              }
            ]
      )
      checkPage(
        { operation: 'ListObjectVersions', prefix, maxRows: maxKeys },
        versions.map(({ key }) => key)
      )
      return { versions, next: output.IsTruncated ? toNext(output, versions, after) : undefined }
    },

    async deleteBatch(
      bucket: string,
      targets: readonly DeleteTarget[],
      signal?: AbortSignal
    ): Promise<readonly DeleteFailure[]> {
      // A gateway refuses the whole batch for one key that XML cannot hold, and a batch has no condition for what `null` names.
      const isForBatch = ({ key, versionId }: DeleteTarget): boolean => isXmlText(key) && versionId !== NULL_VERSION
      const alone = targets.filter((target) => !isForBatch(target))
      const others = targets.filter(isForBatch)
      const failures = others.length === 0 ? [] : [...(await deleteTogether(gateway, bucket, others, signal)).failures]
      for (const target of alone) {
        try {
          // `.` and `..` can be named in a body alone.
          if (isAddressable(target.key)) await deleteAlone(gateway, bucket, target, signal)
          else failures.push(...(await deleteTogether(gateway, bucket, [target], signal)).failures)
        } catch (error) {
          signal?.throwIfAborted()
          failures.push({ item: target, error: toAppError(error) })
        }
      }
      return failures
    },

    async hide(bucket: string, key: string, signal?: AbortSignal): Promise<string | undefined> {
      if (!isXmlText(key)) return deleteAlone(gateway, bucket, { key }, signal)
      const { failures, markerIds } = await deleteTogether(gateway, bucket, [{ key }], signal)
      if (failures[0] !== undefined) throw failures[0].error
      return markerIds[0]
    },

    async restore(
      { bucket, key, versionId, sseKey }: Parameters<ObjectVersions['restore']>[0],
      signal?: AbortSignal
    ): Promise<void> {
      const path = [bucket, ...key.split('/')].map(escapeRfc3986).join('/')
      const sse = toSseInput(gateway.profile.endpoint, sseKey, 'CopyObject')
      const input = {
        ...toAddress('CopyObject', bucket, key),
        ...sse,
        CopySource: `${path}?versionId=${escapeRfc3986(versionId)}`,
        CopySourceSSECustomerAlgorithm: sse.SSECustomerAlgorithm,
        CopySourceSSECustomerKey: sse.SSECustomerKey
      }
      await gateway.send('CopyObject', () => new CopyObjectCommand(input), { signal })
    }
  }
}

async function deleteTogether(
  gateway: GatewayClient,
  bucket: string,
  targets: readonly DeleteTarget[],
  signal: AbortSignal | undefined
): Promise<{ readonly failures: readonly DeleteFailure[]; readonly markerIds: readonly string[] }> {
  const input = {
    ...toBucket('DeleteObjects', bucket),
    Delete: { Objects: targets.map(({ key, versionId }) => ({ Key: key, VersionId: versionId })) }
  }
  const output = await gateway.send('DeleteObjects', () => new DeleteObjectsCommand(input), { signal })
  const { Deleted: deleted = [], Errors: errors = [] } = output
  // Each is named as deleted or as failed; an answer that says less of them says nothing.
  if (deleted.length + errors.length < targets.length) notS3('DeleteObjects')
  const failures = errors.map(({ Key: key = '', VersionId: versionId = '', Code: code, Message: detail }) => {
    const about = { operation: 'DeleteObjects' as const, status: 200, code }
    const error = new AppError(kindOf(about), { ...about, detail })
    const ofKey = targets.filter((one) => one.key === key)
    const item = ofKey.find((one) => (one.versionId ?? '') === versionId) ?? ofKey[0]
    if (item === undefined) throw error // of a key that was not asked for: then nothing is known of those that were
    return { item, error }
  })
  const markerIds = deleted.flatMap(({ DeleteMarkerVersionId: id }) => (id === undefined || id === '' ? [] : [id]))
  return { failures, markerIds }
}

/** @returns the ID of the marker that hides the object now; undefined where there is none, or the page may not read it. */
async function deleteAlone(
  gateway: GatewayClient,
  bucket: string,
  target: DeleteTarget,
  signal: AbortSignal | undefined
): Promise<string | undefined> {
  const { key, versionId, etag } = target
  const input = {
    ...toAddress('DeleteObject', bucket, key),
    VersionId: versionId,
    IfMatch: versionId === NULL_VERSION && etag !== '' ? etag : undefined // without quotes, as Pacific knows it
  }
  const output = await gateway.send('DeleteObject', () => new DeleteObjectCommand(input), { signal })
  return output.DeleteMarker === true ? output.VersionId : undefined
}

/**
 * The page's own last name, not the answer's marker: that comes as it is where the keys are URL-encoded, and XML cannot hold every
 * key. Which version of it came last only the answer knows, since versions and markers come in two lists; where it does not say, it
 * is the oldest.
 */
function toNext(
  { NextKeyMarker: keyMarker, NextVersionIdMarker: versionIdMarker }: ListObjectVersionsCommandOutput,
  versions: readonly ObjectVersion[],
  after: VersionPage['next']
): VersionPage['next'] {
  const last = lastName(versions.map(({ key }) => key))
  const oldest = versions
    .filter(({ key }) => key === last)
    .reduce<ObjectVersion | undefined>(
      (a, b) => (a !== undefined && a.modifiedAtMs < b.modifiedAtMs ? a : b),
      undefined
    )
  const asked = after && { name: after.keyMarker, id: after.versionIdMarker }
  const next = { name: last ?? keyMarker, id: versionIdMarker || oldest?.versionId }
  const { name, id } = nextNamePosition('ListObjectVersions', asked, next)
  return { keyMarker: name, versionIdMarker: id }
}
