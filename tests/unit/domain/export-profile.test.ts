// What is written for other tools comes back by the importers: keys, gateway and settings, whatever the keys are.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { EXPORT_FORMATS, exportProfile } from '../../../src/domain/credentials/export-profile'
import { parseCredentialsFile } from '../../../src/domain/credentials-file'
import { unquote } from '../../../src/domain/given-text'
import type { Profile } from '../../../src/domain/profile'
import { makeProfile } from '../state/fakes'

const TOKEN = 'eyJSR1dfVE9LRU4iOnsidmVyc2lvbiI6MSwidHlwZSI6ImxkYXAiLCJpZCI6ImNlcGgiLCJrZXkiOiI4MDAjR29yaWxsYSJ9fQ=='
const COMMENT = 'SECRET: this file\ncontains it.'

/** Any key that SigV4 can carry, and any text at all as the secret. */
const anyProfile = fc
  .record({
    name: fc.string({ unit: 'grapheme' }),
    // The form, too, takes a pair of quotes without anything between them for no key.
    accessKey: fc
      .oneof(fc.stringMatching(/^[A-Z0-9]{20}$/), fc.stringMatching(/^[!-+\-.0-~]{1,30}$/))
      .filter((key) => unquote(key) !== ''),
    secretKey: fc.oneof(
      fc.stringMatching(/^[A-Za-z0-9+/]{40}$/),
      fc.stringMatching(/^[!-~]{1,30}$/),
      fc.stringMatching(/^["'`$%#;\\() =:x]{1,12}$/),
      fc.string({ unit: 'binary', minLength: 1 })
    ),
    endpoint: fc.constantFrom('https://rgw.example.edu', 'http://127.0.0.1:7480', 'https://rgw.example.edu:8443'),
    region: fc.constantFrom('us-east-1', 'osris'),
    pathStyle: fc.boolean(),
    session: fc.constantFrom({}, { sessionToken: 'T/%+==' })
  })
  .map(({ session, ...given }) => makeProfile('p', { ...given, ...session }))

describe.each(EXPORT_FORMATS)('%s', (format) => {
  test('comes back as it was, or is refused', () => {
    let written = 0
    fc.assert(
      fc.property(anyProfile, (profile) => {
        const exported = exportProfile(profile, format, COMMENT)
        if ('problem' in exported) return
        const reading = parseCredentialsFile(exported.text)
        if (reading.kind !== 'candidates') throw new Error(JSON.stringify(reading))
        written++
        const [one] = reading.candidates
        expect(reading.source).toBe(format)
        expect(reading.candidates).toHaveLength(1)
        expect({ region: 'us-east-1', ...one }).toMatchObject({
          accessKey: profile.accessKey,
          secretKey: profile.secretKey,
          ...(profile.sessionToken !== undefined && { sessionToken: profile.sessionToken }),
          endpoint: profile.endpoint,
          region: format === 'boto' ? 'us-east-1' : profile.region,
          ...(format !== 'environment' && { pathStyle: profile.pathStyle })
        })
      }),
      { numRuns: 500 }
    )
    expect(written).toBeGreaterThan(200)
  })

  test('is refused only for characters beyond visible ASCII, blanks at the ends, and what the format takes for its own', () => {
    const refused = (secretKey: string): boolean =>
      'problem' in exportProfile(makeProfile('p', { secretKey }), format, COMMENT)
    for (const secret of [' s', 's ', 'a\nb', 'a\tb', 'ä', 's\u00a0', '\u200bs']) expect(refused(secret)).toBe(true)
    for (const secret of ['a b', 'a%b', '#s', 's#', '=;:', "it's"]) expect(refused(secret)).toBe(false)
    expect(refused('$HOME')).toBe(format === 's3cmd')
    expect(refused('"s"')).toBe(format === 's3cmd' || format === 'rclone')
    expect(refused('%(name)s')).toBe(format === 'rclone')
    expect(exportProfile(makeProfile('p', { accessKey: '' }), format, COMMENT)).toEqual({ problem: 'anonymous' })
  })

  test('says in its first line what it holds, and shows no secret elsewhere', () => {
    const profile: Profile = makeProfile('É-lab “x”/../$(x)', { secretKey: 'topsecret' })
    const exported = exportProfile(profile, format, COMMENT)
    if ('problem' in exported) throw new Error(exported.problem)
    expect(exported.text.split('\n')[0]).toBe('# SECRET: this file contains it.')
    expect(exported.text.split('topsecret')).toHaveLength(2)
    expect(exported.fileName).toMatch(/^E-lab-x/)
    expect(`${exported.fileName}${exported.command}`).not.toMatch(/topsecret|\$\(x\)|\.\.\//)
  })

  test('a token’s blank secret key is filled, and the token stays', () => {
    const exported = exportProfile(makeProfile('p', { accessKey: TOKEN, secretKey: '' }), format, COMMENT)
    if ('problem' in exported) throw new Error(exported.problem)
    expect(parseCredentialsFile(exported.text)).toMatchObject({
      candidates: [{ accessKey: TOKEN, secretKey: 'unused' }]
    })
  })
})
