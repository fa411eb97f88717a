// What the connection check gives to copy, and for whom.
import { visibleName } from '../../domain/invisible'

export const fix = {
  gateway: 'For the gateway’s administrator: lets Lockgate use every bucket',
  bucket: (bucket: string | undefined) =>
    bucket === undefined
      ? 'For a bucket’s owner: lets Lockgate use one bucket'
      : `For the owner of “${visibleName(bucket)}”: lets Lockgate use it`,
  size: 'For the administrator of the proxy',
  names: {
    nginx: 'nginx',
    haproxy: 'HAProxy',
    radosgw: 'radosgw (Ceph Umbrella or later)',
    aws: 'aws-cli',
    boto3: 'Python (boto3)',
    s3cmd: 's3cmd'
  },
  copy: 'Copy',
  radosgwNote: 'These options need Umbrella or later and are untested with Lockgate. Test again afterwards.',
  bucketNote: 'This reads the bucket’s current CORS rules, puts Lockgate’s rule first and keeps the others.',
  bucketPlaceholder: 'BUCKET'
}
