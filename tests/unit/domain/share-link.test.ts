// How long a link may open, until when it does, and lines that a real shell reads as they were meant.
import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  formatCurlCommand,
  formatS3Path,
  parseLifetime,
  quoteForShell,
  stageOf,
  toShareLink
} from '../../../src/domain/share-link'

describe('a lifetime', () => {
  test.each([
    ['1', 1],
    [' 3600 ', 3600],
    ['3,600', 3600],
    ['604 800', 604_800],
    ['604\u202f800', 604_800],
    ['0007', 7]
  ])('%j is taken', (text, seconds) => expect(parseLifetime(text)).toEqual({ seconds }))

  test('any number of seconds up to seven days', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 604_800 }), (seconds) => {
        expect(parseLifetime(String(seconds))).toEqual({ seconds })
        expect(parseLifetime(seconds.toLocaleString('en'))).toEqual({ seconds })
      })
    )
  })

  test.each([
    ['', 'empty'],
    ['0', 'too-short'],
    ['-5', 'too-short'],
    ['604801', 'too-long'],
    ['9'.repeat(400), 'too-long'],
    ['3.600', 'not-a-number'],
    ['1e5', 'not-a-number'],
    ['2 h', 'not-a-number'],
    ['36,00', 'not-a-number'],
    ['½', 'not-a-number']
  ])('%j is refused: %s', (text, problem) => expect(parseLifetime(text)).toEqual({ problem }))
})

describe('the end of a link', () => {
  test('counts from the whole second in which it was signed', () => {
    const url = 'https://rgw.example.edu/b/k?X-Amz-Date=20261125T023416Z&X-Amz-Expires=3600'
    const expiresAtMs = Date.UTC(2026, 10, 25, 3, 34, 16)
    expect(toShareLink(url, 3600)).toEqual({ url, lifetimeSeconds: 3600, expiresAtMs })
  })
  test.each([
    [100, 0, 'open'],
    [100, 89_999, 'open'],
    [100, 90_000, 'ending'],
    [100, 99_999, 'ending'],
    [100, 100_000, 'over'],
    [604_800, 601_199_000, 'open'],
    [604_800, 601_200_000, 'ending'],
    [1, 500, 'open']
  ] as const)('of %i seconds, after %i ms: %s', (lifetimeSeconds, nowMs, stage) =>
    expect(stageOf({ lifetimeSeconds, expiresAtMs: lifetimeSeconds * 1000 }, nowMs)).toBe(stage)
  )
})

test('a path is written as tools take it', () => {
  expect(formatS3Path('b', 'a//b #?+ %2F')).toBe('s3://b/a//b #?+ %2F')
})

/** The words that a shell makes of a line. */
function words(line: string): string[] {
  const out = execFileSync('/bin/sh', ['-c', `printf '%s\\0' ${line}`], { encoding: 'utf8' })
  return out.split('\0').slice(0, -1)
}

describe('a command for a shell', () => {
  const placeholder = { key: '<KEY>', md5: '<MD5>' }

  test('keeps every text one word', () => {
    const texts = [
      "'",
      "it's $HOME `id` $(id)",
      '"; rm -rf /;',
      '\\',
      '*',
      '!x',
      'a\nb',
      '',
      ...fc.sample(fc.string({ unit: 'binary' }), 300)
    ]
    const holdable = texts.map((text) => text.toWellFormed().replaceAll('\0', ''))
    expect(words(holdable.map(quoteForShell).join(' '))).toEqual(holdable)
  })

  test.each([
    ['a/scan 1.tiff', 'scan-1.tiff'],
    ['-o', 'o'],
    ['../..', 'object'],
    ['folder/', 'folder'],
    ["it's $(id)\n", 'it-s-id'],
    ['.bashrc', 'bashrc'],
    ['données.csv', 'données.csv'],
    ['x'.repeat(1024), 'x'.repeat(60)]
  ])('that fetches %j writes the file %j here', (objectKey, fileName) => {
    const line = formatCurlCommand('https://h/b/k?a=1&b=2', objectKey, 'MD5==', placeholder)
    expect(words(line)).toEqual([
      ...['curl', '--fail', '--output', fileName],
      ...['--header', 'x-amz-server-side-encryption-customer-algorithm: AES256'],
      ...['--header', 'x-amz-server-side-encryption-customer-key: <KEY>'],
      ...['--header', 'x-amz-server-side-encryption-customer-key-MD5: MD5=='],
      'https://h/b/k?a=1&b=2'
    ])
  })

  test('has a placeholder for the MD5 of a key that is not known', () => {
    expect(words(formatCurlCommand('https://h/b/k', 'k', undefined, placeholder))).toContain(
      'x-amz-server-side-encryption-customer-key-MD5: <MD5>'
    )
  })
})
