// BucketAdmin over S3: buckets as things that are made, filled and removed.
import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteBucketPolicyCommand,
  GetBucketPolicyCommand,
  GetBucketVersioningCommand,
  GetPublicAccessBlockCommand,
  HeadBucketCommand,
  PutBucketPolicyCommand,
  type BucketLocationConstraint
} from '@aws-sdk/client-s3'
import { AppError } from '../domain/app-error'
import type { BucketUsage, NewBucket, PublicAccessBlock, Versioning } from '../domain/bucket'
import type { BucketAdmin } from '../domain/gateway'
import { notS3, toBucket } from './address'
import type { GatewayClient } from './gateway-client'
import type { WireRequest } from './sdk-types'

/** BucketAdmin over S3. */
export function createBucketAdmin(gateway: GatewayClient): BucketAdmin {
  return {
    async usageOf(bucket: string, signal?: AbortSignal): Promise<BucketUsage> {
      const input = toBucket('HeadBucket', bucket)
      let headers: Readonly<Record<string, string>> = {}
      const onHeaders = (given: typeof headers): void => void (headers = given)
      await gateway.send('HeadBucket', () => withStats(new HeadBucketCommand(input)), { signal, onHeaders })
      return toUsage(headers)
    },

    async create({ name, placement, acl }: NewBucket, signal?: AbortSignal): Promise<void> {
      const input = {
        ...toBucket('CreateBucket', name),
        ACL: acl,
        // The SDK would put its region in; the client leaves that out, so this is the only constraint ever sent.
        ...(placement === undefined
          ? {}
          : { CreateBucketConfiguration: { LocationConstraint: `:${placement}` as BucketLocationConstraint } })
      }
      await gateway.send('CreateBucket', () => new CreateBucketCommand(input), { signal })
    },

    async remove(bucket: string, signal?: AbortSignal): Promise<void> {
      const input = toBucket('DeleteBucket', bucket)
      await gateway.send('DeleteBucket', () => new DeleteBucketCommand(input), { signal })
    },

    async versioningOf(bucket: string, signal?: AbortSignal): Promise<Versioning> {
      const input = toBucket('GetBucketVersioning', bucket)
      const get = () => new GetBucketVersioningCommand(input)
      const { Status: status } = await gateway.send('GetBucketVersioning', get, { signal })
      if (status === 'Enabled') return 'on'
      return status === 'Suspended' ? 'suspended' : 'off'
    },

    async policyOf(bucket: string, signal?: AbortSignal): Promise<string | undefined> {
      const input = toBucket('GetBucketPolicy', bucket)
      try {
        const get = () => new GetBucketPolicyCommand(input)
        const { Policy: json = '' } = await gateway.send('GetBucketPolicy', get, { signal })
        return isWholePolicy(json) ? json : notS3('GetBucketPolicy')
      } catch (error) {
        if (error instanceof AppError && error.details.code === 'NoSuchBucketPolicy') return undefined
        throw error
      }
    },

    async publicAccessBlockOf(bucket: string, signal?: AbortSignal): Promise<PublicAccessBlock | undefined> {
      const input = toBucket('GetPublicAccessBlock', bucket)
      try {
        const get = () => new GetPublicAccessBlockCommand(input)
        const { PublicAccessBlockConfiguration: block = {} } = await gateway.send('GetPublicAccessBlock', get, {
          signal
        })
        return { ignoresPublicAcls: block.IgnorePublicAcls === true }
      } catch (error) {
        if (error instanceof AppError && error.details.code === 'NoSuchPublicAccessBlockConfiguration') return undefined
        throw error
      }
    },

    async putPolicy(bucket: string, policyJson: string, signal?: AbortSignal): Promise<void> {
      const input = { ...toBucket('PutBucketPolicy', bucket), Policy: policyJson }
      await gateway.send('PutBucketPolicy', () => new PutBucketPolicyCommand(input), { signal })
    },

    async removePolicy(bucket: string, signal?: AbortSignal): Promise<void> {
      const input = toBucket('DeleteBucketPolicy', bucket)
      await gateway.send('DeleteBucketPolicy', () => new DeleteBucketPolicyCommand(input), { signal })
    }
  }
}

/** Tentacle counts only when it is asked to; older gateways count always. It is signed in the query, so it costs no preflight. */
export function withStats(command: HeadBucketCommand): HeadBucketCommand {
  command.middlewareStack.add(
    (next) => (args) => {
      Object.assign((args.request as WireRequest).query, { 'read-stats': 'true' })
      return next(args)
    },
    { name: 'withStats', step: 'build' }
  )
  return command
}

/** It comes as it was put: half of one would be put back as if it were all. Gateways take comments, which JSON does not know. */
function isWholePolicy(json: string): boolean {
  try {
    JSON.parse(json)
    return true
  } catch {
    return /\/[*/]/.test(json) && /(\}|\*\/|\}\s*\/\/[^\n"]*)\s*$/.test(json)
  }
}

/**
 * The gateway's own headers, https://docs.ceph.com/en/latest/radosgw/s3/bucketops/: a quota of -1 is none, sizes are in bytes. Object
 * count and bytes include old versions and the parts of unfinished uploads, but no delete markers.
 */
function toUsage(headers: Readonly<Record<string, string>>): BucketUsage {
  const count = (name: string): number | undefined => {
    const value = headers[name]
    return value !== undefined && /^\d+$/.test(value) ? Number(value) : undefined
  }
  return {
    objectCount: count('x-rgw-object-count'),
    usedBytes: count('x-rgw-bytes-used'),
    bucketQuotaBytes: count('x-rgw-quota-bucket-size'),
    bucketQuotaObjects: count('x-rgw-quota-bucket-objects'),
    userQuotaBytes: count('x-rgw-quota-user-size'),
    userQuotaObjects: count('x-rgw-quota-user-objects')
  }
}
