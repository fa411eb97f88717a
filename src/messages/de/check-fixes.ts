import { visibleName } from '../../domain/invisible'

export const fix = {
  gateway: 'Für die Administration des Gateways: lässt Lockgate alle Buckets verwenden',
  bucket: (bucket: string | undefined) =>
    bucket === undefined
      ? 'Für die Person, der ein Bucket gehört: lässt Lockgate einen Bucket verwenden'
      : `Für die Person, der „${visibleName(bucket)}“ gehört: lässt Lockgate ihn verwenden`,
  size: 'Für die Administration des Proxys',
  names: {
    nginx: 'nginx',
    haproxy: 'HAProxy',
    radosgw: 'radosgw (ab Ceph Umbrella)',
    aws: 'aws-cli',
    boto3: 'Python (boto3)',
    s3cmd: 's3cmd'
  },
  copy: 'Kopieren',
  radosgwNote: 'Diese Optionen gibt es erst ab Umbrella; mit Lockgate sind sie ungetestet. Testen Sie danach erneut.',
  bucketNote:
    'Dies liest die vorhandenen CORS-Regeln des Buckets, stellt die Regel für Lockgate an den Anfang und behält die übrigen.',
  bucketPlaceholder: 'BUCKET'
}
