// What people paste where a bucket is opened by name: where it leads, what is left out of it, and what is refused with which reason.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readBucketAddress } from '../../../src/domain/bucket-address'
import { findNameFault, findUnopenable, type UnopenableReason } from '../../../src/domain/bucket-name'

const HERE = 'https://rgw.example.edu'
const read = (text: string, here = HERE) => readBucketAddress(text, here)

describe('a place of this gateway', () => {
  test.each([
    ['lab', 'lab', ''],
    ['  lab\u200b\n', 'lab', ''],
    ['lab/', 'lab', ''],
    ['lab/2026/scan.tiff', 'lab', '2026/scan.tiff'],
    ['/lab/2026/', 'lab', '2026/'],
    ['lab/a?b#c%20d', 'lab', 'a?b#c%20d'],
    ['physics:lab/x', 'physics:lab', 'x'],
    ['rgw.example.edu/lab/x', 'lab', 'x'],
    ['my photos', 'my photos', ''],
    ['Größe_1', 'Größe_1', ''],
    ['s3://lab', 'lab', ''],
    ['S3://lab/a//b?c', 'lab', 'a//b?c'],
    ['s3a://lab/x/', 'lab', 'x/'],
    ['https://rgw.example.edu/lab', 'lab', ''],
    ['HTTPS://RGW.example.edu/lab/a%20b/%3Fc+d', 'lab', 'a b/?c+d'],
    ['http://rgw.example.edu/lab/x', 'lab', 'x'],
    ['https://rgw.example.edu/physics%3Alab/x', 'physics:lab', 'x'],
    ['https://lab.rgw.example.edu/x/y', 'lab', 'x/y'],
    ['https://lab.x.rgw.example.edu/', 'lab.x', ''],
    ['arn:aws:s3:::lab', 'lab', ''],
    ['arn:aws:s3:::lab/*', 'lab', ''],
    ['arn:aws:s3:::lab/reports/2026*', 'lab', 'reports/'],
    ['arn:aws:s3:::lab/a:b:c/d', 'lab', 'a:b:c/d'],
    ['arn:aws:s3::physics:lab/x', 'physics:lab', 'x']
  ])('%s', (text, bucket, name) => expect(read(text)).toEqual({ kind: 'place', bucket, name }))

  test('an address without its signature', () => {
    const signature = 'X-Amz-Credential=AKIA%2F20260101&X-Amz-Signature=deadbeef'
    for (const end of [`?${signature}`, `#${signature}`, `?a=/b/c&${signature}#d`])
      expect(read(`https://rgw.example.edu/lab/x${end}`)).toEqual({ kind: 'place', bucket: 'lab', name: 'x' })
  })
  test('with a port, which is part of the host', () => {
    expect(read('http://127.0.0.1:7480/lab/x', 'http://127.0.0.1:7480')).toMatchObject({ kind: 'place', bucket: 'lab' })
    expect(read('http://127.0.0.1:7481/lab/x', 'http://127.0.0.1:7480')).toMatchObject({ kind: 'elsewhere' })
  })
})

describe('another gateway', () => {
  test.each([
    ['https://other.example.edu/lab/x?X-Amz-Signature=1', 'https://other.example.edu', { bucket: 'lab', name: 'x' }],
    ['http://other.example.edu:8080', 'http://other.example.edu:8080', undefined],
    ['https://notrgw.example.edu/lab', 'https://notrgw.example.edu', { bucket: 'lab', name: '' }],
    ['https://other.example.edu/a', 'https://other.example.edu', undefined]
  ])('%s', (text, endpoint, place) => expect(read(text)).toEqual({ kind: 'elsewhere', endpoint, place }))
})

describe('what is refused, and why', () => {
  const inBucket = (reason: UnopenableReason) => ({ code: 'bucket', reason })
  test.each([
    ['ab', inBucket({ code: 'too-short', minLength: 3 })],
    ['x'.repeat(256), inBucket({ code: 'too-long', bytes: 256, maxBytes: 255 })],
    ['ü'.repeat(128), inBucket({ code: 'too-long', bytes: 256, maxBytes: 255 })],
    ['..', inBucket({ code: 'leading-dot' })],
    ['.hidden/x', inBucket({ code: 'leading-dot' })],
    ['s3://', inBucket({ code: 'empty' })],
    ['s3:///x', inBucket({ code: 'empty' })],
    ['//x', inBucket({ code: 'empty' })],
    ['a:b:c', inBucket({ code: 'colons' })],
    ['my lab:data', inBucket({ code: 'tenant' })],
    ['\ud800ab', inBucket({ code: 'character' })],
    ['lab/\ud800', { code: 'object-character' }],
    [`lab/${'x'.repeat(1025)}`, { code: 'object-too-long', bytes: 1025, maxBytes: 1024 }],
    ['https://rgw.example.edu/', { code: 'no-bucket' }],
    ['https://user:pass@rgw.example.edu/lab', { code: 'credentials' }],
    ['https:///lab', { code: 'endpoint', problem: 'not-an-address' }],
    ['https://rgw.example.edu/lab/%zz', { code: 'damaged-percent' }],
    ['https://rgw.example.edu/%2e%2e/x', inBucket({ code: 'leading-dot' })],
    ['ftp://rgw.example.edu/lab', { code: 'scheme' }],
    ['arn:aws:iam:::user/x', { code: 'arn-service' }],
    ['arn:aws:s3', inBucket({ code: 'empty' })],
    ['arn:aws:s3:::*', { code: 'arn-several-buckets' }],
    ['arn:aws:s3:::lab-*/x', { code: 'arn-several-buckets' }],
    ['arn:aws:s3:eu:1:accesspoint/x', { code: 'arn-access-point' }]
  ])('%s', (text, fault) => expect(read(text)).toEqual({ kind: 'refused', fault }))
  test.each(['', '  \n', '\u200b'])('%j is nothing', (text) => expect(read(text)).toEqual({ kind: 'empty' }))
})

test('blanks before a query are no part of the name, as at the end of an address', () => {
  expect(read('https://rgw.example.edu/lab\t?Signature=secret')).toEqual({ kind: 'place', bucket: 'lab', name: '' })
  expect(read('https://rgw.example.edu/lab/a%20 ?x')).toEqual({ kind: 'place', bucket: 'lab', name: 'a ' })
})

test('whatever is given: nothing of a query leaves, no bucket with a slash, and what a new bucket may be called can be opened', () => {
  const anyText = fc.oneof(fc.string({ unit: 'binary' }), fc.string())
  fc.assert(
    fc.property(
      anyText,
      fc.constantFrom('', 's3://', 'https://rgw.example.edu/', 'https://x.example/', 'arn:aws:s3:::'),
      (text, start) => {
        const address = read(`${start}${text}`)
        if (address.kind === 'place') {
          expect(address.bucket).not.toContain('/')
          expect(findUnopenable(address.bucket)).toBeUndefined()
          if (start.startsWith('https:'))
            expect(read(`${start}${text.split(/[?#]/)[0]}?Signature=secret`)).toEqual(
              read(`${start}${text.split(/[?#]/)[0]}`)
            )
        }
        if (findNameFault(text) === undefined) expect(read(text)).toEqual({ kind: 'place', bucket: text, name: '' })
      }
    )
  )
})
