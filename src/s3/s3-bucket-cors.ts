// BucketCors over S3.
import {
  DeleteBucketCorsCommand,
  GetBucketCorsCommand,
  ListObjectsV2Command,
  PutBucketCorsCommand,
  type CORSRule
} from '@aws-sdk/client-s3'
import { AppError } from '../domain/app-error'
import { CORS_METHODS, type CorsMethod, type CorsRule } from '../domain/cors'
import type { BucketCors } from '../domain/gateway'
import { notS3, toBucket } from './address'
import type { GatewayClient } from './gateway-client'

/** BucketCors over S3. */
export function createBucketCors(gateway: GatewayClient): BucketCors {
  return {
    async rulesOf(bucket: string, signal?: AbortSignal): Promise<readonly CorsRule[]> {
      const input = toBucket('GetBucketCors', bucket)
      try {
        const output = await gateway.send('GetBucketCors', () => new GetBucketCorsCommand(input), { signal })
        return (output.CORSRules ?? notS3('GetBucketCors')).map(toRule)
      } catch (error) {
        if (error instanceof AppError && error.details.code === 'NoSuchCORSConfiguration') return []
        throw error
      }
    },

    async putRules(bucket: string, rules: readonly CorsRule[], signal?: AbortSignal): Promise<void> {
      const input = { ...toBucket('PutBucketCors', bucket), CORSConfiguration: { CORSRules: rules.map(fromRule) } }
      await gateway.send('PutBucketCors', () => new PutBucketCorsCommand(input), { signal })
    },

    async removeRules(bucket: string, signal?: AbortSignal): Promise<void> {
      const input = toBucket('DeleteBucketCors', bucket)
      await gateway.send('DeleteBucketCors', () => new DeleteBucketCorsCommand(input), { signal })
    },

    async headersOfRead(bucket: string, signal?: AbortSignal): Promise<ReadonlySet<string>> {
      const input = { ...toBucket('ListObjectsV2', bucket), MaxKeys: 1, EncodingType: 'url' as const }
      let names: ReadonlySet<string> = new Set()
      const onHeaders = (given: Readonly<Record<string, string>>): void => void (names = new Set(Object.keys(given)))
      await gateway.send('ListObjectsV2', () => new ListObjectsV2Command(input), { signal, onHeaders })
      return names
    }
  }
}

/** A method that no rule of ours could hold would be lost with the next change. */
function toMethod(method: string): CorsMethod {
  return CORS_METHODS.find((one) => one === method) ?? notS3('GetBucketCors')
}

function toRule(rule: CORSRule): CorsRule {
  return {
    ...(rule.ID === undefined || rule.ID === '' ? {} : { id: rule.ID }),
    allowedOrigins: rule.AllowedOrigins ?? [],
    allowedMethods: (rule.AllowedMethods ?? []).map(toMethod),
    allowedHeaders: rule.AllowedHeaders ?? [],
    exposeHeaders: rule.ExposeHeaders ?? [],
    ...(rule.MaxAgeSeconds === undefined ? {} : { maxAgeSeconds: rule.MaxAgeSeconds })
  }
}

function fromRule(rule: CorsRule): CORSRule {
  return {
    ID: rule.id,
    AllowedOrigins: [...rule.allowedOrigins],
    AllowedMethods: [...rule.allowedMethods],
    AllowedHeaders: [...rule.allowedHeaders],
    ExposeHeaders: [...rule.exposeHeaders],
    MaxAgeSeconds: rule.maxAgeSeconds
  }
}
