// Whatever is given to an importer: it throws nothing, changes no secret, brings back what tools write, and its time grows with the text
// and not with a power of it.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readBucketAddress } from '../../../src/domain/bucket-address'
import { readConnectInput, readFileText } from '../../../src/domain/connect-input'
import { parseCredentialsFile } from '../../../src/domain/credentials-file'
import { decodeText, findEnds, trimInvisible } from '../../../src/domain/given-text'
import { parseKeyInput } from '../../../src/domain/key-format'
import { readRgwToken } from '../../../src/domain/rgw-token'
import { cpuTimeMs } from '../cpu-time'

const HERE = 'https://rgw.example.edu'
const readers: Readonly<Record<string, (text: string) => unknown>> = {
  readConnectInput,
  parseCredentialsFile,
  readRgwToken,
  findEnds,
  parseKeyInput,
  readBucketAddress: (text) => readBucketAddress(text, HERE)
}

const PIECES = [
  ...[
    '[',
    ']',
    '[default]',
    '[profile x]',
    '[services y]',
    '[Credentials]',
    '[s3]',
    '[Boto]',
    'services = y',
    's3 =\n  endpoint_url = ',
    'type = s3',
    'type = crypt',
    'is_secure = no',
    'calling_format',
    '%%',
    '%(x)s',
    '{',
    '}',
    '"',
    "'",
    '`',
    '=',
    ':',
    ' = ',
    ';',
    '#',
    '&&',
    '|',
    '\\',
    '\n',
    '\r\n',
    ' ',
    '\t'
  ],
  ...[
    '\u00a0',
    '\u200b',
    '\ufeff',
    '\0',
    '\ud800',
    '😀',
    '$',
    '$(',
    '${X}',
    '%X%',
    ',',
    '/',
    '?',
    '%',
    '%zz',
    '..',
    '.',
    '*'
  ],
  ...[
    'export ',
    'set ',
    'setenv ',
    '$env:',
    'AWS_ACCESS_KEY_ID',
    'AWS_SECRET_ACCESS_KEY',
    'aws_access_key_id',
    'secret_key'
  ],
  ...[
    'access_key',
    'RCLONE_ENCRYPT_V0:',
    'Access key ID,Secret access key\n',
    '{"access_key":',
    '"secret_key":',
    '"RGW_TOKEN"'
  ],
  ...[
    'eyJSR1dfVE9LRU4iOnsi',
    'arn:aws:s3:::',
    's3://',
    'https://',
    'http://user@',
    'AKIA0123456789ABCDEF',
    'abcdefghij'.repeat(4)
  ]
]
const anyPaste = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc
    .array(fc.oneof(fc.constantFrom(...PIECES), fc.string({ maxLength: 5 })), { maxLength: 30 })
    .map((parts) => parts.join(''))
)

describe('nothing is thrown', () => {
  for (const [name, read] of Object.entries(readers))
    test(`by ${name}`, () => {
      fc.assert(
        fc.property(anyPaste, (text) => void expect(() => read(text)).not.toThrow()),
        { numRuns: 500 }
      )
    })

  test('by what reads bytes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
        expect(() => [parseKeyInput(bytes), decodeText(bytes)]).not.toThrow()
        const reading = await readFileText(new Blob([new Uint8Array(bytes)]))
        expect('text' in reading ? reading.text : reading.problem).not.toBe('')
      })
    )
  })

  test('by JSON that is deeper than any stack', () => {
    const depth = 100_000
    for (const text of ['['.repeat(depth) + ']'.repeat(depth), '{"a":'.repeat(depth) + '1' + '}'.repeat(depth)])
      expect(parseCredentialsFile(text)).toEqual({ kind: 'none' })
  })
})

describe('no secret is in what is said of a broken file', () => {
  const SECRET = 'Tr0ub4dor&3-never-shown'
  const names = [
    ...['aws_secret_access_key', 'secret_key', 'secret_access_key', 'AWS_SECRET_ACCESS_KEY', 'aws_session_token'],
    ...['password', 'pass', 'sse_customer_key', 'keyring', 'access_token']
  ]
  const anyLine = fc.oneof(
    fc.constantFrom(...names).map((name) => `${name} = ${SECRET}`),
    fc.constantFrom('[default]', '[profile x]', '[Credentials]', '[x', 'type = s3', 'type = crypt', 'remote = x:y'),
    fc.constantFrom('aws_access_key_id =', 'access_key = A B', 'access_key_id = ä', 'region = r', 'services = x'),
    fc.constantFrom('{', '"', "export A='", `AWS_SECRET_ACCESS_KEY="${SECRET}`, `x:y:${SECRET}`)
  )
  test('nor of what was left alone', () => {
    let broken = 0
    fc.assert(
      fc.property(fc.array(anyLine, { maxLength: 12 }), (lines) => {
        const reading = readConnectInput(lines.join('\n'))
        if (reading.kind === 'broken') broken++
        const said = reading.kind === 'candidates' ? reading.leftAlone : reading.kind === 'broken' ? reading : undefined
        expect(JSON.stringify(said) ?? '').not.toContain(SECRET)
      }),
      { numRuns: 1000 }
    )
    expect(broken).toBeGreaterThan(100)
  })
})

describe('nothing that looks like a secret key is an access key', () => {
  test('whatever stands around it', () => {
    const anySecret = fc.stringMatching(/^[A-Za-z0-9+/]{40}$/)
    const anyEnds = fc.constantFrom('', ' ', '\n', '\t', '\u00a0', '\u200b', '"')
    fc.assert(
      fc.property(
        anySecret,
        anyEnds,
        fc.constantFrom('', 'alice:', 'bucket:alice:', 'AKIA0123456789ABCDEF:'),
        (secret, ends, before) => {
          const reading = readConnectInput(`${ends}${before}${secret}${ends}`)
          expect(reading.kind).not.toBe('access-key')
          if (reading.kind === 'candidates') expect(reading.candidates[0]?.accessKey).not.toContain(secret)
        }
      )
    )
  })

  test('and every access key is one that SigV4 can carry', () => {
    fc.assert(
      fc.property(anyPaste, (text) => {
        const reading = readConnectInput(text)
        const keys = reading.kind === 'access-key' ? [reading.accessKey] : []
        if (reading.kind === 'candidates') keys.push(...reading.candidates.map(({ accessKey }) => accessKey))
        for (const key of keys) expect(key).toMatch(/^[!-+\-.0-~]+$/)
      })
    )
  })
})

describe('what tools write comes back, to the last blank', () => {
  const anyKey = fc.stringMatching(/^[A-Z0-9]{20}$/)
  const anySecret = fc.oneof(
    fc.stringMatching(/^[A-Za-z0-9+/]{40}$/),
    fc.stringMatching(/^[ -~]{16,40}$/),
    fc
      .tuple(
        fc.constantFrom('', ' ', '\u00a0', '\u200b', '"'),
        fc.stringMatching(/^[!-~]{16}$/),
        fc.constantFrom('', ' ', '\u00a0', '\ufeff', '"')
      )
      .map((parts) => parts.join(''))
  )
  const shellQuote = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`
  const formats: Readonly<Record<string, (key: string, secret: string) => string>> = {
    'radosgw-admin on one line': (access_key, secret_key) =>
      JSON.stringify({ keys: [{ user: 'u', access_key, secret_key }] }),
    'radosgw-admin on several': (access_key, secret_key) =>
      JSON.stringify({ keys: [{ user: 'u', access_key, secret_key }] }, null, 4),
    openstack: (access, secret) => JSON.stringify({ access, secret, trust_id: null }),
    csv: (key, secret) => `Access key ID,Secret access key\r\n${key},"${secret.replaceAll('"', '""')}"\r\n`,
    sh: (key, secret) => `export AWS_ACCESS_KEY_ID=${key}; export AWS_SECRET_ACCESS_KEY=${shellQuote(secret)} # mine`,
    csh: (key, secret) => `setenv AWS_ACCESS_KEY_ID ${key}\nsetenv AWS_SECRET_ACCESS_KEY ${shellQuote(secret)}`,
    PowerShell: (key, secret) =>
      `$env:AWS_ACCESS_KEY_ID='${key}'; $env:AWS_SECRET_ACCESS_KEY='${secret.replaceAll("'", "''")}'`
  }
  for (const [name, write] of Object.entries(formats))
    test(name, () => {
      fc.assert(
        fc.property(anyKey, anySecret, (accessKey, secretKey) => {
          const reading = readConnectInput(write(accessKey, secretKey))
          expect(reading).toMatchObject({ kind: 'candidates', candidates: [{ accessKey, secretKey }] })
        })
      )
    })

  test('files whose format trims: aws, rclone, s3fs', () => {
    const anyTrimmed = fc.stringMatching(/^[!-~]{16,40}$/)
    fc.assert(
      fc.property(anyKey, anyTrimmed, (accessKey, secretKey) => {
        const aws = `[default]\naws_access_key_id = ${accessKey}\naws_secret_access_key = ${secretKey}\n`
        const rclone = `[r]\ntype = s3\naccess_key_id = ${accessKey}\nsecret_access_key = ${secretKey}\n`
        const s3fs = `${accessKey}:a${secretKey}\n`
        for (const text of [aws, rclone])
          expect(readConnectInput(text)).toMatchObject({ kind: 'candidates', candidates: [{ accessKey, secretKey }] })
        expect(readConnectInput(s3fs)).toMatchObject({
          kind: 'candidates',
          candidates: [{ accessKey, secretKey: `a${secretKey}` }]
        })
      })
    )
  })

  test('in the UTF-16 of PowerShell, marked or not', async () => {
    const text = 'AWS_ACCESS_KEY_ID=AKIA\r\nAWS_SECRET_ACCESS_KEY=geheim-ü\r\n'
    const le = Buffer.from(text, 'utf16le')
    for (const bytes of [
      le,
      Buffer.concat([Buffer.from([0xff, 0xfe]), le]),
      Buffer.from(`\ufeff${text}`),
      Buffer.from(`\ufeff${text}`, 'utf16le').swap16()
    ])
      expect(await readFileText(new Blob([bytes]))).toEqual({ text })
  })
})

describe('a file', () => {
  test('over 1 MB is refused without being read, and an empty one is called empty', async () => {
    let reads = 0
    const arrayBuffer = async () => {
      reads++
      return new ArrayBuffer(0)
    }
    expect(await readFileText({ size: 1_000_001, arrayBuffer })).toEqual({
      problem: { code: 'too-large' }
    })
    expect(reads).toBe(0)
    for (const empty of ['', ' \r\n', '\ufeff'])
      expect(await readFileText(new Blob([empty]))).toEqual({ problem: { code: 'empty-file' } })
    expect(await readFileText(new Blob([new Uint8Array([0x89, 0x50, 0xff, 0])]))).toEqual({
      problem: { code: 'not-text' }
    })
    expect(await readFileText({ size: 1, arrayBuffer: () => Promise.reject(new Error('a folder')) })).toEqual({
      problem: { code: 'unreadable' }
    })
  })
})

describe('the ends of a text', () => {
  test('are named, and never cut by themselves', () => {
    expect(findEnds('secret')).toBeUndefined()
    expect(findEnds('  ')).toBeUndefined()
    expect(findEnds('sec ret')).toBeUndefined()
    expect(findEnds(' secret\u00a0')).toEqual({
      found: [
        { character: 'space', at: 'start' },
        { character: 'no-break-space', at: 'end' }
      ],
      without: 'secret'
    })
    expect(findEnds('secret\u200b')).toEqual({ found: [{ character: 'invisible', at: 'end' }], without: 'secret' })
    expect(findEnds('“secret”')).toEqual({ found: ['quotes'], without: 'secret' })
    expect(findEnds(' "secret" ')).toMatchObject({ without: 'secret' })
    expect(findEnds('"secret')).toBeUndefined()
  })
  test('what is left is within what was given', () => {
    fc.assert(
      fc.property(anyPaste, (text) => {
        expect(text).toContain(trimInvisible(text))
        expect(text).toContain(findEnds(text)?.without ?? '')
      })
    )
  })
})

describe('time grows with the text', () => {
  const FULL_LENGTH = 128 * 1024
  const SEEDS = [
    ...[
      '[',
      ' ',
      '\t',
      '\u00a0',
      '#',
      '"',
      "'",
      '\\',
      '=',
      ':',
      ',',
      '/',
      '%',
      '.',
      '*',
      '`',
      '$',
      '&',
      'a',
      '\n',
      '\r',
      '-'
    ],
    ...[
      '[ ',
      '# ',
      'a=',
      'a ',
      'A=b ',
      'A="',
      "A='",
      '$(',
      '[a]\n',
      '\n[',
      '[x]\nregion=r\n',
      '[services x]\ns3=\n',
      '{"a":',
      '"",'
    ],
    ...[
      'export ',
      'set ',
      'set a=%',
      '$env:A="',
      '$env:A=b;',
      'AWS_ACCESS_KEY_ID=',
      'ACCESS_KEY:',
      'k:',
      'a:b:c\n',
      'eyJSR1df'
    ]
  ]
  const STARTS = ['[', '# ', 'a = b', 'AWS_ACCESS_KEY_ID=x;', 'Access key ID,Secret access key\n']
  const AFTER_STARTS = [' ', '\n', '"', '# ', 'A="']
  const cases = [
    ...SEEDS.map((seed) => ({ start: '', seed })),
    ...STARTS.flatMap((start) => AFTER_STARTS.map((seed) => ({ start, seed })))
  ]

  function seconds(work: () => unknown): number {
    const fromMs = cpuTimeMs()
    work()
    return (cpuTimeMs() - fromMs) / 1000
  }
  /** Looks at each character, so that a busy machine is slow in both. */
  function plainScan(text: string): number {
    let sum = 0
    for (const char of text) sum += char.charCodeAt(0)
    return sum
  }

  for (const name of ['readConnectInput', 'findEnds', 'parseKeyInput', 'readBucketAddress'])
    test(`of ${name}: ${FULL_LENGTH.toLocaleString('en')} characters cost no more than a few hundred plain looks at each`, () => {
      const slow: string[] = []
      for (const { start, seed } of cases)
        // The shorter one first, so that a reader with a high power in it is caught within seconds.
        for (const length of [2048, FULL_LENGTH]) {
          const text = `${start}${seed.repeat(Math.ceil(length / seed.length))}!`
          const allowed = 1 + 300 * seconds(() => plainScan(text))
          if (seconds(() => readers[name]?.(text)) <= allowed || seconds(() => readers[name]?.(text)) <= allowed)
            continue
          slow.push(`${JSON.stringify(start + seed)} × ${length}`)
          break
        }
      expect(slow).toEqual([])
    })
})
