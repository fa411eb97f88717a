// Whatever a text holds, bash and Python read it back as it was: run by the real ones, many texts at a time.
import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { pythonString, pythonValue } from '../../../../src/domain/code/python-literal'
import { shellPath, shellWord } from '../../../../src/domain/code/shell-word'
import { INVISIBLE } from '../../../../src/domain/invisible'

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 30 }),
  // What means something to a shell or to Python.
  fc.string({
    unit: fc.constantFrom(...'\'"\\$`!~*?[]{}()<>|&;#%=-+:/.,^ \n\r\t\x01\x7f\u0085\u2028\u202ex01'),
    maxLength: 20
  })
)
const batch = fc.array(text, { minLength: 1, maxLength: 200 })

function bash(script: string): readonly string[] {
  const output = execFileSync('/bin/bash', ['--norc', '-c', script], { env: { PATH: '/usr/bin:/bin', x: 'X' } })
  return output.toString('utf8').split('\0').slice(0, -1)
}

test('bash reads each word back', () => {
  fc.assert(
    fc.property(batch, (texts) => {
      const args = texts.map((one) => one.replaceAll('\0', ''))
      expect(bash(`printf '%s\\0' ${args.map(shellWord).join(' ')}`)).toEqual(args)
      // One by one too: the parts of a command stand on lines of their own.
      expect(bash(args.map((one) => `printf '%s\\0' \\\n  ${shellWord(one)}`).join('\n'))).toEqual(args)
    }),
    { numRuns: 30 }
  )
})

test('bash with history, which reads `!`, reads each word back', () => {
  fc.assert(
    fc.property(batch, (texts) => {
      const args = texts.map((one) => one.replaceAll('\0', ''))
      expect(bash(`set -H\nprintf '%s\\0' ${args.map(shellWord).join(' ')}`)).toEqual(args)
    }),
    { numRuns: 10 }
  )
})

test('Python reads each string back', () => {
  fc.assert(
    fc.property(batch, (texts) => {
      const script = `import json\nprint(json.dumps([\n${texts.map((one) => `    ${pythonString(one)},`).join('\n')}\n]))`
      const output = execFileSync('/usr/bin/python3', ['-I', '-c', script])
      expect(JSON.parse(output.toString('utf8'))).toEqual(texts)
    }),
    { numRuns: 30 }
  )
})

test('Python reads each JSON value back', () => {
  fc.assert(
    fc.property(fc.array(fc.jsonValue(), { minLength: 1, maxLength: 50 }), (values) => {
      const output = execFileSync('/usr/bin/python3', [
        '-I',
        '-c',
        `import json\nprint(json.dumps(${pythonValue(values)}))`
      ])
      expect(JSON.parse(output.toString('utf8'))).toEqual(JSON.parse(JSON.stringify(values)))
    }),
    { numRuns: 20 }
  )
})

test('nothing that acts instead of being seen is left in what is shown', () => {
  fc.assert(
    fc.property(text, (one) => {
      expect(shellWord(one.replaceAll('\0', '')).search(INVISIBLE)).toBe(-1)
      expect(pythonString(one).search(INVISIBLE)).toBe(-1)
    })
  )
})

test('zsh looks for no command behind an equals sign', () => {
  expect(shellPath('=ls')).toBe("'=ls'")
})

test('a path is no option, and no place elsewhere', () => {
  expect(['-x', 'a:b', 'plain', "it's"].map(shellPath)).toEqual(['./-x', './a:b', 'plain', "'it'\\''s'"])
  expect(() => shellWord('a\0b')).toThrow(RangeError)
})
