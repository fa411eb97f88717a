// What alice has in the demo: buckets of a small imaging group, with the names that trip storage tools up.
import { randomBytes } from 'node:crypto'
import { CreateBucketCommand, PutBucketCorsCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import type { GatewayInfo } from './gateway'
import { sseInput } from './sse-input'

interface Sample {
  readonly key: string
  readonly body: string | Buffer
  readonly contentType: string
  /** Locked with a key that the page does not have: what a colleague's encrypted object looks like. */
  readonly isLocked?: boolean
  readonly isPublic?: boolean
}

const mib = 1024 ** 2

const plot = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 120" width="640" height="240">
<rect width="320" height="120" fill="#f4f7fb"/><polyline fill="none" stroke="#0b5cad" stroke-width="2"
points="10,100 50,86 90,90 130,60 170,66 210,34 250,40 310,14"/></svg>\n`

function table(header: string, rows: number, row: (index: number) => string): string {
  return `${[header, ...Array.from({ length: rows }, (_, index) => row(index))].join('\n')}\n`
}

const intensities = table('well,channel,mean_intensity,cells', 96, (index) => {
  const well = `${'ABCDEFGH'.charAt(Math.floor(index / 12))}${(index % 12) + 1}`
  return `${well},GFP,${(400 + ((index * 37) % 211)).toFixed(1)},${120 + ((index * 13) % 57)}`
})

const text = 'text/plain; charset=utf-8'
const csv = 'text/csv; charset=utf-8'

const imaging: readonly Sample[] = [
  {
    key: 'README.md',
    body: '# Imaging, spring 2025\n\nRaw stacks by plate; results beside them.\n',
    contentType: 'text/markdown'
  },
  { key: 'plate-01/stack-A1.tif', body: randomBytes(mib), contentType: 'image/tiff' },
  { key: 'plate-01/stack-A2.tif', body: randomBytes(mib + 4321), contentType: 'image/tiff' },
  { key: 'plate-01/intensities.csv', body: intensities, contentType: csv },
  { key: 'plate-01/plot.svg', body: plot, contentType: 'image/svg+xml' },
  { key: 'plate-02/stack-B7.tif', body: randomBytes(mib / 2), contentType: 'image/tiff' },
  { key: 'plate-02/settings.json', body: '{ "laser_nm": 488, "exposure_ms": 40 }\n', contentType: 'application/json' },
  { key: 'patients/consent-form.pdf', body: randomBytes(48_000), contentType: 'application/pdf', isLocked: true },
  { key: 'patients/scan-0417.dcm', body: randomBytes(mib / 4), contentType: 'application/dicom', isLocked: true },
  { key: 'notes/Größenverteilung (µm) – распределение №3.csv', body: 'bin,count\n1,12\n2,31\n', contentType: csv },
  { key: 'notes/نتائج التصوير المجهري.txt', body: 'عينة 12: سليمة\n', contentType: text },
  { key: 'notes/a + b & 100% #1?.txt', body: 'Every character of this name is part of the name.\n', contentType: text },
  {
    key: `notes/${'2025-03-14_confocal_63x-oil_488nm-561nm-640nm_z-stack_120-slices_'.repeat(2)}deconvolved_registered_final_v2.txt`,
    body: 'A name as instruments write them.\n',
    contentType: text
  },
  { key: 'notes/empty.log', body: '', contentType: text }
]

const buckets: Readonly<Record<string, readonly Sample[]>> = {
  'testcou-imaging': imaging,
  'testcou-public': [
    { key: 'poster.svg', body: plot, contentType: 'image/svg+xml', isPublic: true },
    { key: 'data-dictionary.csv', body: 'column,unit\nmean_intensity,a.u.\n', contentType: csv, isPublic: true }
  ],
  'testcou-archive-2025': [
    { key: '2025-01/run-001.tar', body: randomBytes(mib / 2), contentType: 'application/x-tar' },
    { key: '2025-02/run-002.tar', body: randomBytes(mib / 2), contentType: 'application/x-tar', isLocked: true }
  ]
}

/** Its own rule lets the demo's page in, also at the address without CORS. */
export const OPEN_BUCKET = 'testcou-imaging'

/** Creates alice's buckets and objects, a few MiB in all. */
export async function putSampleData(info: GatewayInfo, pageOrigin: string): Promise<void> {
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true' // nothing that someone who tries a demo can act on
  const client = new S3Client({
    endpoint: info.direct,
    region: 'us-east-1',
    forcePathStyle: true,
    credentials: { accessKeyId: info.alice.accessKey, secretAccessKey: info.alice.secretKey },
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED'
  })
  const lock = sseInput(randomBytes(32))
  for (const [bucket, samples] of Object.entries(buckets)) {
    await client.send(new CreateBucketCommand({ Bucket: bucket }))
    for (const { key, body, contentType, isLocked, isPublic } of samples) {
      const object = {
        Bucket: bucket,
        Key: key,
        Body: typeof body === 'string' ? Buffer.from(body) : body,
        ContentType: contentType
      }
      const extra = { ...(isLocked ? lock : {}), ...(isPublic ? { ACL: 'public-read' as const } : {}) }
      await client.send(new PutObjectCommand({ ...object, ...extra }))
    }
  }
  const rule = {
    AllowedOrigins: [pageOrigin],
    AllowedMethods: ['GET', 'HEAD', 'PUT', 'POST', 'DELETE'],
    AllowedHeaders: ['*'],
    ExposeHeaders: ['ETag', 'Date', 'x-amz-request-id', 'x-rgw-object-count', 'x-rgw-bytes-used']
  }
  await client.send(new PutBucketCorsCommand({ Bucket: OPEN_BUCKET, CORSConfiguration: { CORSRules: [rule] } }))
  client.destroy()
}
