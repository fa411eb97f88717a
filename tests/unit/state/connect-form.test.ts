// What a person gives to connect, and the profile that comes of it: never a mixture of two.
import { describe, expect, test } from 'vitest'
import type { Profile } from '../../../src/domain/profile'
import { ConnectForm } from '../../../src/state/connect-form.svelte'
import { ELSEWHERE, HERE, makeProfile } from './fakes'

const TOKEN = 'eyJSR1dfVE9LRU4iOnsidmVyc2lvbiI6MSwidHlwZSI6ImxkYXAiLCJpZCI6ImNlcGgiLCJrZXkiOiI4MDAjR29yaWxsYSJ9fQ=='
const TWO = `[default]
aws_access_key_id = FIRST
aws_secret_access_key = first-secret
endpoint_url = https://first.example.edu
region = first-region
s3 =
    addressing_style = virtual

[second]
aws_access_key_id = SECOND
`

const makeForm = (edited?: Profile, only?: readonly string[]) =>
  new ConnectForm(edited, { url: HERE, region: 'eu' }, only)
function profileOf(form: ConnectForm): Profile {
  const reading = form.toProfile()
  if ('problem' in reading) throw new Error(reading.problem)
  return reading.profile
}

describe('what is given', () => {
  test('an access key, with the site’s own gateway and region', () => {
    const form = makeForm()
    form.input = ' AKIAEXAMPLE '
    form.secretKey = 'secret'
    expect(form.inputProblem).toBeUndefined()
    expect(profileOf(form)).toMatchObject({
      accessKey: 'AKIAEXAMPLE',
      secretKey: 'secret',
      endpoint: HERE,
      region: 'eu',
      pathStyle: true,
      isRemembered: true
    })
  })

  test('a token, which needs no secret', () => {
    const form = makeForm()
    form.takeText(`  ${TOKEN}\n`)
    expect(form.token).toMatchObject({ type: 'ldap', userId: 'ceph' })
    expect(profileOf(form)).toMatchObject({ accessKey: TOKEN, secretKey: '' })
  })

  test('a token after another profile’s file, without that profile’s secret', () => {
    const form = makeForm()
    form.takeText('[default]\naws_access_key_id = AKIAEXAMPLE\naws_secret_access_key = not-the-token’s\n')
    form.takeText(TOKEN)
    expect(profileOf(form)).toMatchObject({ accessKey: TOKEN, secretKey: '' })
  })

  test('nothing yet: no complaint before it is to be used', () => {
    const form = new ConnectForm(undefined, undefined)
    expect([form.inputProblem, form.endpointProblem, form.region]).toEqual([undefined, undefined, 'us-east-1'])
    expect(form.toProfile()).toMatchObject({ field: 'input' })
    form.input = 'AKIAEXAMPLE'
    expect(form.toProfile()).toMatchObject({ field: 'endpoint' })
  })

  test('something broken is named at once, and makes no profile', () => {
    const form = makeForm()
    form.input = `${TOKEN.slice(0, 60)}`
    expect(form.inputProblem).toContain('cut short')
    expect(form.toProfile()).toEqual({ field: 'input', problem: form.inputProblem })
    form.input = 'AK/IA'
    expect(form.inputProblem).toContain('“/”')
  })

  test('a broken file is named until the person types something else', () => {
    const form = makeForm()
    form.input = 'AKIAEXAMPLE'
    form.takeText('[default]\naws_access_key_id =\n')
    expect(form.inputProblem).toContain('Line 2')
    expect(form.toProfile()).toMatchObject({ field: 'input' })
    form.forgetFileProblem()
    expect(form.inputProblem).toBeUndefined()
    expect(profileOf(form).accessKey).toBe('AKIAEXAMPLE')
  })

  test('an address that is none, and one where credentials would travel in the open', () => {
    const form = makeForm()
    form.input = 'AKIAEXAMPLE'
    form.endpoint = 'ftp://rgw'
    expect(form.endpointProblem).toContain('https or http')
    expect(form.toProfile()).toEqual({ field: 'endpoint', problem: form.endpointProblem })
    form.endpoint = 'http://rgw.example.edu/'
    expect([form.endpointProblem, form.isOpenHttp]).toEqual([undefined, true])
    for (const safe of ['rgw.example.edu', 'http://127.0.0.1:7480']) {
      form.endpoint = safe
      expect(form.isOpenHttp).toBe(false)
    }
  })
})

describe('a file with several profiles', () => {
  test('fills in the first and offers all', () => {
    const form = makeForm()
    form.takeText(TWO)
    expect(form.candidates.map(({ name }) => name)).toEqual(['default', 'second'])
    expect(profileOf(form)).toMatchObject({
      accessKey: 'FIRST',
      secretKey: 'first-secret',
      endpoint: 'https://first.example.edu',
      region: 'first-region',
      pathStyle: false,
      name: 'FIRST · first.example.edu'
    })
  })

  test('the second takes nothing of the first', () => {
    const form = makeForm()
    form.takeText(TWO)
    form.take(form.candidates[1]!)
    expect(profileOf(form)).toMatchObject({
      accessKey: 'SECOND',
      secretKey: '',
      endpoint: HERE,
      region: 'eu',
      pathStyle: true,
      name: 'second'
    })
    form.take(form.candidates[0]!)
    expect(form.name).toBe('')
  })

  test('is forgotten with the next text, and one profile is no choice', () => {
    const form = makeForm()
    form.takeText(TWO)
    form.takeText('AKIAEXAMPLE')
    expect([form.candidates, form.input]).toEqual([[], 'AKIAEXAMPLE'])
    form.takeText('[lab]\naws_access_key_id = ONE\naws_secret_access_key = s\n')
    expect([form.candidates, form.input, form.name]).toEqual([[], 'ONE', 'lab'])
  })
})

describe('where only listed gateways may be used', () => {
  test('another one is refused, and taken from no file', () => {
    const form = makeForm(undefined, [HERE])
    form.input = 'AKIAEXAMPLE'
    form.endpoint = ELSEWHERE
    expect(form.toProfile()).toMatchObject({ field: 'endpoint', problem: expect.stringContaining('only') as string })
    form.takeText(TWO)
    expect(profileOf(form)).toMatchObject({ accessKey: 'FIRST', endpoint: HERE })
  })

  test('a listed one is taken, however it is written', () => {
    const form = makeForm(undefined, [ELSEWHERE, 'https://first.example.edu'])
    form.takeText(TWO)
    expect(profileOf(form).endpoint).toBe('https://first.example.edu')
    form.endpoint = 'ELSEWHERE.example.edu/'
    expect(profileOf(form).endpoint).toBe(ELSEWHERE)
  })
})

describe('the profile', () => {
  test('is named after the user and the host where the person gives no name', () => {
    const form = makeForm()
    form.input = TOKEN
    expect(profileOf(form).name).toBe('ceph · rgw.example.edu')
    form.input = 'AKIAEXAMPLE'
    expect(profileOf(form).name).toBe('AKIAEXAM · rgw.example.edu')
    form.name = '  Lab  '
    expect(profileOf(form).name).toBe('Lab')
  })

  test('falls back to the usual region where the field is blank', () => {
    const form = makeForm()
    form.input = 'AKIAEXAMPLE'
    form.region = ' '
    expect(profileOf(form).region).toBe('us-east-1')
  })

  test('that is changed keeps its id and age, and what was not touched', () => {
    const edited = makeProfile('p', {
      name: 'Lab',
      endpoint: ELSEWHERE,
      region: 'r',
      pathStyle: false,
      isRemembered: false
    })
    const form = makeForm(edited)
    expect(profileOf(form)).toEqual(edited)
    form.secretKey = 'changed'
    expect(profileOf(form)).toEqual({ ...edited, secretKey: 'changed' })
  })

  test('that is new has an id of its own', () => {
    const [one, other] = [makeForm(), makeForm()]
    one.input = other.input = 'AKIAEXAMPLE'
    expect(profileOf(one).id).not.toBe(profileOf(other).id)
  })
})
