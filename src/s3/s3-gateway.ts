// One profile's gateway, whole: every adapter over the same client.
import type { Gateway } from '../domain/gateway'
import type { Profile } from '../domain/profile'
import { GatewayClient, type GatewayOptions } from './gateway-client'
import { createConnectionProbe } from './observe-connection'
import { putAes256Alone } from './put-aes256-alone'
import { createAccessControl } from './s3-access-control'
import { createBucketAdmin } from './s3-bucket-admin'
import { createBucketCors } from './s3-bucket-cors'
import { createLinks } from './s3-links'
import { createObjectCopies } from './s3-object-copies'
import { S3ObjectStorage } from './s3-object-storage'
import { createObjectVersions } from './s3-object-versions'
import { createPropertyStore } from './s3-property-store'
import { createUnfinishedUploads } from './s3-unfinished-uploads'

/** What a profile opens. Sends nothing until it is asked to. */
export function createGateway(profile: Profile, options?: GatewayOptions): Gateway {
  const client = new GatewayClient(profile, options)
  return {
    storage: new S3ObjectStorage(client),
    buckets: createBucketAdmin(client),
    cors: createBucketCors(client),
    uploads: createUnfinishedUploads(client),
    versions: createObjectVersions(client),
    copies: createObjectCopies(client),
    properties: createPropertyStore(client),
    access: createAccessControl(client),
    links: createLinks(client),
    connection: createConnectionProbe(client),
    putAes256Alone: (bucket, key, signal) => putAes256Alone(client, bucket, key, signal)
  }
}
