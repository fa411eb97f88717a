// One profile's gateway, whole: every adapter over the same client.
import type { Gateway } from '../domain/gateway'
import type { Profile } from '../domain/profile'
import { GatewayClient, type GatewayOptions } from './gateway-client'
import { S3AccessControl } from './s3-access-control'
import { S3BucketAdmin } from './s3-bucket-admin'
import { S3EncryptionTester } from './s3-encryption-probe'
import { S3Links } from './s3-links'
import { S3ObjectStorage } from './s3-object-storage'
import { S3ObjectVersions } from './s3-object-versions'
import { S3PropertyStore } from './s3-property-store'
import { S3UnfinishedUploads } from './s3-unfinished-uploads'

/** What a profile opens. Sends nothing until it is asked to. */
export function createGateway(profile: Profile, options?: GatewayOptions): Gateway {
  const client = new GatewayClient(profile, options)
  return {
    storage: new S3ObjectStorage(client),
    buckets: new S3BucketAdmin(client),
    uploads: new S3UnfinishedUploads(client),
    versions: new S3ObjectVersions(client),
    properties: new S3PropertyStore(client),
    access: new S3AccessControl(client),
    links: new S3Links(client),
    encryptionTester: new S3EncryptionTester(client)
  }
}
