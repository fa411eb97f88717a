// What is wrong with what was pasted: said with its line, in both languages, and without anything of its values.
import { expect, test } from 'vitest'
import { readConnectInput } from '../../../src/domain/connect-input'
import { findEnds } from '../../../src/domain/given-text'
import { de } from '../../../src/messages/de'
import { en } from '../../../src/messages/en'

const SECRET = 'topsecret'
const TOKEN = 'eyJSR1dfVE9LRU4iOnsidmVyc2lvbiI6MSwidHlwZSI6ImxkYXAiLCJpZCI6ImNlcGgiLCJrZXkiOiI4MDAjR29yaWxsYSJ9fQ=='

test.each([
  [`[default]\naws_access_key_id =\naws_secret_access_key = ${SECRET}\n`, /^(Line|Zeile) 2: /],
  [`[x]\naws_access_key_id = ${SECRET} B\n`, /^(Line|Zeile) 2: /],
  [`AWS_SECRET_ACCESS_KEY=${SECRET}`, /^(This file|Diese Datei) /],
  [
    `[s]\naws_access_key_id = A\naws_secret_access_key = ${SECRET}\naws_session_token = ${SECRET} x\n`,
    /^(Line|Zeile) 4: /
  ],
  [`[s]\nrole_arn = ${SECRET}\n`, /^\[s\] \((line|Zeile) 1\) /],
  [`AWS_ACCESS_KEY_ID=A\nexport AWS_SECRET_ACCESS_KEY="${SECRET}$X"`, /^(Line|Zeile) 2: /],
  [`[default]\naccess_key = ${TOKEN.slice(0, 60)}\n`, /^(Line|Zeile) 2: /],
  [`{"secret_key": "${SECRET}", `, /JSON/],
  [`${SECRET}/x`, /“\/”|„\/“/]
])('%j', (text, words) => {
  const reading = readConnectInput(text)
  if (reading.kind !== 'broken') throw new Error(reading.kind)
  for (const { connect } of [en, de]) {
    expect(connect.problem(reading.problem)).toMatch(words)
    expect(connect.problem(reading.problem)).not.toMatch(/topsecret|eyJ/)
  }
})

test('the ends of a key are named one by one', () => {
  const { found = [] } = findEnds(' "secret"\u00a0') ?? {}
  expect(en.connect.secret.ends(found)).toBe(
    'The secret key has a space at the start, a no-break space at the end, and quotes around it.'
  )
})
