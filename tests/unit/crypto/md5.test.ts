// MD5 against RFC 1321 and against what a Python script computes for the same key.
import { execFileSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { makeBinaryKey, makeKeystring } from '../../../src/crypto/make-key'
import { md5Base64, md5Hex } from '../../../src/crypto/md5'
import { formatBase64 } from '../../../src/domain/key-format'

const bytesOf = (text: string) => new TextEncoder().encode(text)

test.each([
  ['', 'd41d8cd98f00b204e9800998ecf8427e'],
  ['a', '0cc175b9c0f1b6a831c399e269772661'],
  ['message digest', 'f96b697d7cb7938d525a2f31aaf161d0'],
  ['abcdefghijklmnopqrstuvwxyz', 'c3fcd3d76192e4007dfb496cca67e13b']
])('RFC 1321: %j', async (text, hex) => expect(await md5Hex(bytesOf(text))).toBe(hex))

describe('the headers of a key are those that Python computes', () => {
  // base64.b64encode(key) and base64.b64encode(hashlib.md5(key).digest()), computed with Python 3.11.
  test.each([
    [
      'a keystring',
      bytesOf('abcdefghijklmnopqrstuvwxyz012345'),
      'YWJjZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXowMTIzNDU=',
      'NX6C25NPxF9KJbS4Pci9GQ=='
    ],
    [
      'the bytes 0 to 31',
      Uint8Array.from({ length: 32 }, (_, i) => i),
      'AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=',
      'tP/LI3N87DFaSk0aoqYgzg=='
    ],
    [
      'bytes with the high bit',
      Uint8Array.from({ length: 32 }, (_, i) => (i * 37 + 129) % 256),
      'gabL8BU6X4SpzvMYPWKHrNH2G0Bliq/U+R5DaI2y1/w=',
      'xYm3g0ChEw5KnYclB1Gn+g=='
    ]
  ])('%s', async (_, key, base64, md5) => {
    expect(formatBase64(key)).toBe(base64)
    expect(await md5Base64(key)).toBe(md5)
  })

  test('also for new keys, asked of Python itself', async () => {
    const keys = [...Array.from({ length: 20 }, makeKeystring), ...Array.from({ length: 20 }, makeBinaryKey)]
    const script = [
      'import base64, hashlib, sys',
      'for line in sys.stdin:',
      '    key = bytes.fromhex(line.strip())',
      '    print(base64.b64encode(key).decode(), base64.b64encode(hashlib.md5(key).digest()).decode())'
    ].join('\n')
    const input = keys.map((key) => Buffer.from(key).toString('hex')).join('\n')
    const lines = execFileSync('/usr/bin/python3', ['-c', script], { input, encoding: 'utf8' }).trim().split('\n')
    expect(lines).toHaveLength(keys.length)
    for (const [index, key] of keys.entries()) expect(`${formatBase64(key)} ${await md5Base64(key)}`).toBe(lines[index])
  })
})
