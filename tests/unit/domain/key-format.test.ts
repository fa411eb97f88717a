// What may be imported as a key, what is refused and why, and that every written form comes back.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  endsInLineBreak,
  formatBase64,
  formatKeystring,
  keyFileName,
  parseKeyInput
} from '../../../src/domain/key-format'

const KEYSTRING = 'abcdefghijklmnopqrstuvwxyz012345'
const bytesOf = (text: string) => new TextEncoder().encode(text)
const keystring = { bytes: bytesOf(KEYSTRING), form: 'keystring' }
const binary = Uint8Array.from({ length: 32 }, (_, i) => (i * 37 + 129) % 256)
const anyKey = fc.uint8Array({ minLength: 32, maxLength: 32 })
const anyKeystring = fc.stringMatching(/^[!-~][ -~]{30}[!-~]$/)

describe('keystrings', () => {
  test.each([
    ['typed', KEYSTRING],
    ['pasted with a line end', `${KEYSTRING}\n`],
    ['pasted with spaces around', `  ${KEYSTRING}\t\r\n`],
    ['a file without line end', bytesOf(KEYSTRING)],
    ['a file with LF', bytesOf(`${KEYSTRING}\n`)],
    ['a file with CR LF', bytesOf(`${KEYSTRING}\r\n`)],
    ['a file with CR', bytesOf(`${KEYSTRING}\r`)],
    ['a file with empty lines after it', bytesOf(`${KEYSTRING}\r\n\n\n`)],
    ['a file that Windows marked', bytesOf(`\ufeff${KEYSTRING}\r\n`)]
  ])('%s', (_, input) => expect(parseKeyInput(input)).toEqual(keystring))

  test('come back from their file and from their text', () => {
    fc.assert(
      fc.property(anyKeystring, fc.constantFrom('', '\n', '\r\n'), (text, end) => {
        const key = parseKeyInput(bytesOf(text + end))
        if ('problem' in key) throw new Error(key.problem.code)
        expect(key.form).toBe('keystring')
        expect(formatKeystring(key)).toBe(text)
        expect(parseKeyInput(text + end)).toEqual(key)
      })
    )
  })

  test('a space at an end makes it binary: text that is trimmed would lose it', () => {
    expect(parseKeyInput(` ${KEYSTRING.slice(1)}`)).toMatchObject({ form: 'binary' })
    expect(parseKeyInput(`${KEYSTRING.slice(0, 31)} `)).toMatchObject({ form: 'binary' })
    expect(parseKeyInput(`abc ${KEYSTRING.slice(4)}`)).toMatchObject({ form: 'keystring' })
  })

  test('a binary key has no keystring', () => expect(() => formatKeystring({ bytes: binary })).toThrow(RangeError))
})

describe('exactly 32 bytes are the key', () => {
  test('whatever they are', () => {
    fc.assert(
      fc.property(anyKey, (bytes) => {
        const key = parseKeyInput(bytes)
        expect(key).toMatchObject({ bytes: new Uint8Array(bytes) })
      })
    )
  })
  test('also when the 32nd is a line end', () => {
    const bytes = bytesOf(`${KEYSTRING.slice(0, 31)}\n`)
    expect(parseKeyInput(bytes)).toEqual({ bytes, form: 'binary' })
  })
  test('a binary key that ends in a line end keeps it when a file adds another', () => {
    const bytes = Uint8Array.from([...binary.slice(0, 31), 10])
    expect(parseKeyInput(Uint8Array.from([...bytes, 10]))).toEqual({ bytes, form: 'binary' })
  })
  test('text beyond ASCII counts in bytes', () => {
    expect(parseKeyInput('ü'.repeat(16))).toEqual({ bytes: bytesOf('ü'.repeat(16)), form: 'binary' })
  })
  test('the bytes are a copy', () => {
    const bytes = binary.slice()
    const key = parseKeyInput(bytes)
    bytes.fill(0)
    expect(key).toMatchObject({ bytes: binary })
  })
})

describe('base64 and hex of 32 bytes', () => {
  test('come back, as text and as a file, with and without line end', () => {
    fc.assert(
      fc.property(anyKey, fc.constantFrom('', '\n', '\r\n'), (bytes, end) => {
        const base64 = formatBase64(bytes)
        expect(base64).toBe(Buffer.from(bytes).toString('base64'))
        const hex = Buffer.from(bytes).toString('hex')
        const texts = [base64, base64.slice(0, 43), Buffer.from(bytes).toString('base64url'), hex, hex.toUpperCase()]
        for (const text of texts) {
          expect(parseKeyInput(text + end)).toMatchObject({ bytes: new Uint8Array(bytes) })
          expect(parseKeyInput(bytesOf(text + end))).toMatchObject({ bytes: new Uint8Array(bytes) })
        }
      })
    )
  })
  test('of a keystring is that keystring', () => {
    expect(parseKeyInput(formatBase64(bytesOf(KEYSTRING)))).toEqual(keystring)
  })
})

describe('the UTF-16 of PowerShell', () => {
  const forms = (text: string) => {
    const le = Buffer.from(text, 'utf16le')
    const marked = Buffer.from(`\ufeff${text}`, 'utf16le')
    return [le, marked, Buffer.from(marked).swap16(), Buffer.from(le).swap16()].map((bytes) => new Uint8Array(bytes))
  }
  test('of a keystring, base64 or hex comes back, with its line end', () => {
    fc.assert(
      fc.property(anyKeystring, anyKey, fc.constantFrom('', '\n', '\r\n'), (text, bytes, end) => {
        for (const file of forms(text + end))
          expect(parseKeyInput(file)).toEqual({ bytes: bytesOf(text), form: 'keystring' })
        const [base64, hex] = [formatBase64(bytes), Buffer.from(bytes).toString('hex')]
        for (const file of [...forms(base64 + end), ...forms(hex + end)])
          expect(parseKeyInput(file)).toMatchObject({ bytes: new Uint8Array(bytes) })
      })
    )
  })
  test('of 31 characters is refused with its length, and 32 bytes of it are the key anyway', () => {
    for (const file of forms(`${KEYSTRING.slice(1)}\r\n`))
      expect(parseKeyInput(file)).toEqual({ problem: { code: 'text-length', characters: 31, bytes: 31 } })
    const [sixteen] = forms('sixteen letters!')
    expect(parseKeyInput(sixteen!)).toMatchObject({ bytes: sixteen })
  })
})

describe('a line break within the 32 bytes', () => {
  test.each([
    [`${KEYSTRING.slice(1)}\n`, true],
    [`${KEYSTRING.slice(1)}\r`, true],
    [`${KEYSTRING}\n`, false],
    [KEYSTRING, false]
  ])('%j', (text, isPointedOut) => {
    const key = parseKeyInput(bytesOf(text))
    if ('problem' in key) throw new Error(key.problem.code)
    expect(endsInLineBreak(key)).toBe(isPointedOut)
  })
})

describe('anything else is refused with its length', () => {
  const short = KEYSTRING.slice(0, 31)
  test.each([
    ['the manual’s own sample', '32characterSecretStringXXXXXXXX', { code: 'text-length', characters: 31, bytes: 31 }],
    ['31 characters and CR LF', bytesOf(`${short}\r\n`), { code: 'text-length', characters: 31, bytes: 31 }],
    ['33 characters', bytesOf(`${KEYSTRING}6\n`), { code: 'text-length', characters: 33, bytes: 33 }],
    ['one', 'x', { code: 'text-length', characters: 1, bytes: 1 }],
    ['nothing', '', { code: 'empty' }],
    ['an empty file', new Uint8Array(), { code: 'empty' }],
    ['letters beyond ASCII', `${short}ü`, { code: 'text-length', characters: 32, bytes: 33 }],
    ['31 random bytes', binary.slice(0, 31), { code: 'binary-length', bytes: 31 }],
    ['a large file', new Uint8Array(5000), { code: 'binary-length', bytes: 5000 }],
    ['hex of 31 bytes', 'ab'.repeat(31), { code: 'text-length', characters: 62, bytes: 62 }],
    ['base64 of 33 bytes', Buffer.alloc(33).toString('base64'), { code: 'text-length', characters: 44, bytes: 44 }],
    ['not quite hex', `${'ab'.repeat(31)}xy`, { code: 'text-length', characters: 64, bytes: 64 }]
  ])('%s', (_, input, problem) => expect(parseKeyInput(input)).toEqual({ problem }))

  test('half a character', () =>
    expect(parseKeyInput(`\ud800${KEYSTRING.slice(3)}`)).toEqual({ problem: { code: 'invalid-character' } }))
})

describe('file names', () => {
  test.each([
    ['lab 2024', 'lab 2024.keystring.txt'],
    ['a/b\\c:d', 'a-b-c-d.keystring.txt'],
    ['../../etc/passwd', 'etc-passwd.keystring.txt'],
    ['  .hidden. ', 'hidden.keystring.txt'],
    ['con', '_con.keystring.txt'],
    ['', 'sse-c-key.keystring.txt'],
    ['\u202egpj.exe', 'gpj.exe.keystring.txt'],
    ['x'.repeat(500), `${'x'.repeat(60)}.keystring.txt`]
  ])('%j', (name, expected) => expect(keyFileName(name, 'keystring')).toBe(expected))

  test('say which form is inside', () => expect(keyFileName('lab', 'binary')).toBe('lab.key-base64.txt'))
})
