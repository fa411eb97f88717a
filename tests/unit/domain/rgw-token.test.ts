// Tokens in every shape they are pasted in, and the one property that SigV4 needs: no `/`, and still the same token.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseRgwToken, readRgwToken } from '../../../src/domain/rgw-token'

const encode = (text: string): string => Buffer.from(text, 'utf8').toString('base64')
const decode = (accessKey: string): unknown => JSON.parse(Buffer.from(accessKey, 'base64').toString('utf8'))
const tokenOf = (id: string, key: string, type = 'ldap') => ({ RGW_TOKEN: { version: 1, type, id, key } })
// As Ceph's documentation prints it, compact and as radosgw-token's pretty form.
const COMPACT = 'eyJSR1dfVE9LRU4iOnsidmVyc2lvbiI6MSwidHlwZSI6ImxkYXAiLCJpZCI6ImNlcGgiLCJrZXkiOiI4MDAjR29yaWxsYSJ9fQ=='
const PRETTY = encode(JSON.stringify(tokenOf('ceph', '800#Gorilla'), undefined, 4) + '\n')

describe('a token without "/" stays as it is', () => {
  test.each([
    ['as given', COMPACT],
    ['without padding', COMPACT.replaceAll('=', '')],
    ['broken into lines', COMPACT.replace(/.{20}/g, '$&\r\n  ')],
    ['with a byte order mark', `\ufeff${COMPACT}\n`]
  ])('%s', (_, text) => {
    expect(readRgwToken(text)).toEqual({ kind: 'token', token: { type: 'ldap', userId: 'ceph', accessKey: COMPACT } })
  })

  test('also the pretty form', () => expect(parseRgwToken(PRETTY)?.accessKey).toBe(PRETTY))

  test('types in any case, as gateways take them', () => {
    expect(parseRgwToken(encode(JSON.stringify(tokenOf('u', 'p', 'AD'))))?.type).toBe('ad')
    expect(parseRgwToken(encode(JSON.stringify(tokenOf('u', 'p', 'keystone'))))?.type).toBe('keystone')
  })
})

describe('a token with "/" is encoded again', () => {
  test('URL-safe digits are understood and a "_" is the "/" it stands for', () => {
    const passwords = ['?', 'a?', 'ab?']
    const withSlash = passwords
      .map((key) => encode(JSON.stringify(tokenOf('alice', key))))
      .filter((text) => text.includes('/'))
    expect(withSlash).toHaveLength(1)
    const urlSafe = withSlash[0]!.replaceAll('/', '_').replaceAll('+', '-').replaceAll('=', '')
    const token = parseRgwToken(urlSafe)
    expect(token?.accessKey).not.toMatch(/[/_-]/)
    expect(decode(token!.accessKey)).toEqual(decode(withSlash[0]!))
  })

  const anyText = fc.oneof(
    fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }),
    fc.string({ unit: 'binary-ascii', minLength: 1, maxLength: 40 }),
    // What makes "/" most often: runs of bytes that end in six ones, in every alignment.
    fc.string({
      unit: fc.constantFrom('?', '\x7f', '߿', '￿', 'ÿ', '𿿿', 'o', '"', '\\', '\ud800'),
      minLength: 1,
      maxLength: 40
    })
  )

  test('for every user and password the result holds no "/" and means the same', () => {
    let reencoded = 0
    fc.assert(
      fc.property(anyText, anyText, fc.constantFrom(undefined, 4), (id, key, indent) => {
        const text = encode(JSON.stringify(tokenOf(id, key), undefined, indent))
        const reading = readRgwToken(text)
        if (id.includes('\ufffd') || key.includes('\ufffd')) return
        if (reading.kind !== 'token') throw new Error(`not read: ${text}`)
        expect(reading.token.userId).toBe(id)
        expect(reading.token.accessKey).toMatch(/^[A-Za-z0-9+]+={0,2}$/)
        expect(reading.token.accessKey.length % 4).toBe(0)
        expect(decode(reading.token.accessKey)).toEqual(tokenOf(id, key))
        if (text.includes('/')) reencoded++
        else expect(reading.token.accessKey).toBe(text)
      }),
      { numRuns: 2000 }
    )
    expect(reencoded).toBeGreaterThan(200)
  })

  test('letters beyond ASCII are kept as they are where white space alone can move them', () => {
    const text = encode(JSON.stringify(tokenOf('alice', 'pa߿word')))
    const texts = ['', 'a', 'ab'].map((pad) => encode(JSON.stringify(tokenOf(`alice${pad}`, 'pa߿word'))))
    expect([text, ...texts].some((candidate) => candidate.includes('/'))).toBe(true)
    for (const candidate of texts)
      expect(Buffer.from(parseRgwToken(candidate)!.accessKey, 'base64').toString('utf8')).toContain('pa߿word')
  })

  test('the password is nowhere but inside the access key', () => {
    const { accessKey, ...rest } = parseRgwToken(encode(JSON.stringify(tokenOf('alice', 'hunter2?'))))!
    expect(JSON.stringify(rest)).not.toContain('hunter2')
    expect(accessKey).not.toContain('hunter2')
  })
})

describe('a broken token is named', () => {
  test.each([
    ['cut short', COMPACT.slice(0, 50), 'incomplete'],
    ['cut by one digit of four', COMPACT.replaceAll('=', '').slice(0, -1), 'incomplete'],
    ['shortened by a terminal', `${COMPACT.slice(0, 50)}…`, 'followed-by-more'],
    ['followed by more', `${COMPACT}, secret`, 'followed-by-more'],
    ['of an unknown type', encode(JSON.stringify(tokenOf('u', 'p', 'saml'))), 'unknown-type'],
    ['without a user', encode(JSON.stringify(tokenOf('', 'p'))), 'no-user'],
    ['without a password', encode('{"RGW_TOKEN":{"version":1,"type":"ldap","id":"u"}}'), 'no-password'],
    ['of another version', encode('{"RGW_TOKEN":{"version":2,"type":"ldap","id":"u","key":"p"}}'), 'wrong-version'],
    ['of nothing', encode('{"RGW_TOKEN":null}'), 'empty'],
    [
      'not UTF-8',
      Buffer.from('{"RGW_TOKEN":{"version":1,"type":"ldap","id":"u","key":"p\xe4"}}', 'latin1').toString('base64'),
      'incomplete'
    ]
  ])('%s', (_, text, problem) => {
    expect(readRgwToken(text)).toEqual({ kind: 'broken', problem })
    expect(parseRgwToken(text)).toBeUndefined()
  })

  test.each(['', ' ', 'AKIAIOSFODNN7EXAMPLE', 'alice', 'eyJhIjoxfQ==', '[default]\naws_access_key_id = A', '中文'])(
    '%j is none',
    (text) => {
      expect(readRgwToken(text)).toEqual({ kind: 'none' })
    }
  )
})
