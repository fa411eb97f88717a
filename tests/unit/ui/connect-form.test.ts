// What a user gives to connect, and the profile that comes of it: never a mixture of two.
import { describe, expect, test } from 'vitest'
import type { Profile } from '../../../src/domain/profile'
import type { Route } from '../../../src/domain/route'
import { placeAfter } from '../../../src/ui/connect/connect-defaults'
import { ConnectForm } from '../../../src/ui/connect/connect-form.svelte'
import { ELSEWHERE, HERE, makeProfile } from '../state/fakes'

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

const SECRET = '0555b35654ad1656d8040555b35654ad1656d804'

const makeForm = (edited?: Profile, only?: readonly string[]) =>
  new ConnectForm(edited, { url: HERE, region: 'eu' }, only)
function profileOf(form: ConnectForm): Profile {
  const reading = form.toProfile()
  if ('problem' in reading) throw new Error(JSON.stringify(reading.problem))
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
    form.applyText(`  ${TOKEN}\n`)
    expect(form.token).toMatchObject({ type: 'ldap', userId: 'ceph' })
    expect(profileOf(form)).toMatchObject({ accessKey: TOKEN, secretKey: '' })
  })

  test('a token after another profile’s file, without that profile’s secret', () => {
    const form = makeForm()
    form.applyText('[default]\naws_access_key_id = AKIAEXAMPLE\naws_secret_access_key = not-the-token’s\n')
    form.applyText(TOKEN)
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
    expect(form.inputProblem).toEqual({ code: 'token', problem: 'incomplete' })
    expect(form.toProfile()).toEqual({ field: 'input', problem: form.inputProblem })
    form.input = 'AK/IA'
    expect(form.inputProblem).toEqual({ code: 'access-key-character', character: '/' })
  })

  test('a broken file is named until the person types something else', () => {
    const form = makeForm()
    form.input = 'AKIAEXAMPLE'
    form.applyText('[default]\naws_access_key_id =\n')
    expect(form.inputProblem).toEqual({ code: 'access-key-blank', line: 2 })
    expect(form.toProfile()).toMatchObject({ field: 'input' })
    form.forgetReading()
    expect(form.inputProblem).toBeUndefined()
    expect(profileOf(form).accessKey).toBe('AKIAEXAMPLE')
  })

  test('an address that is none, and one where credentials would travel in the open', () => {
    const form = makeForm()
    form.input = 'AKIAEXAMPLE'
    form.endpoint = 'ftp://rgw'
    expect(form.endpointProblem).toBe('scheme')
    expect(form.toProfile()).toEqual({ field: 'endpoint', problem: form.endpointProblem })
    form.endpoint = 'http://rgw.example.edu/'
    expect([form.endpointProblem, form.isOpenHttp]).toEqual([undefined, true])
    for (const safe of ['rgw.example.edu', 'http://127.0.0.1:7480']) {
      form.endpoint = safe
      expect(form.isOpenHttp).toBe(false)
    }
  })
})

describe('paste, drop, file and typing take the same way', () => {
  const oneLine = JSON.stringify({
    user_id: 'u',
    keys: [{ user: 'lab', access_key: 'AKIAEXAMPLE', secret_key: SECRET }]
  })
  const ways: Readonly<Record<string, (form: ConnectForm, text: string) => unknown>> = {
    pasted: (form, text) => form.applyText(text),
    opened: (form, text) => form.takeFiles([new Blob([text])]),
    'as UTF-16': (form, text) => form.takeFiles([new Blob([new Uint8Array(Buffer.from(`\ufeff${text}`, 'utf16le'))])]),
    typed: (form, text) => {
      form.input = text
      form.finishTyping()
    },
    'typed, and sent at once': (form, text) => (form.input = text)
  }
  for (const [way, give] of Object.entries(ways))
    test.each([oneLine, `AKIAEXAMPLE:${SECRET}`, `AWS_ACCESS_KEY_ID=AKIAEXAMPLE AWS_SECRET_ACCESS_KEY=${SECRET}`])(
      `${way}: %s`,
      async (text) => {
        const form = makeForm()
        await give(form, text)
        expect(profileOf(form)).toMatchObject({ accessKey: 'AKIAEXAMPLE', secretKey: SECRET, endpoint: HERE })
        expect(form.isInputSecret).toBe(false)
      }
    )

  test('while it is typed it is hidden', () => {
    const form = makeForm()
    for (const text of [oneLine, oneLine.slice(0, -10), 'AKIA0123456789ABCDEF:x', SECRET]) {
      form.input = text
      expect(form.isInputSecret).toBe(true)
    }
  })

  test('while it is typed it can be said to be an access key', () => {
    const form = makeForm()
    form.input = `proj:${SECRET}`
    expect([form.isSplit, form.mayBeAccessKey]).toEqual([true, true])
    form.confirmAccessKey()
    expect([form.isSplit, form.isInputSecret]).toEqual([false, false])
    expect(profileOf(form)).toMatchObject({ accessKey: `proj:${SECRET}`, secretKey: '' })
  })

  test('the file that was given last counts, whichever is read first', async () => {
    const form = makeForm()
    const slow = {
      size: 5,
      arrayBuffer: () => new Promise<ArrayBuffer>((resolve) => setTimeout(resolve, 20, new ArrayBuffer(0)))
    }
    await Promise.all([form.takeFiles([slow]), form.takeFiles([new Blob(['AKIAEXAMPLE'])])])
    expect([form.input, form.inputProblem]).toEqual(['AKIAEXAMPLE', undefined])
  })

  test('an empty file and one over 1 MB are called so, and leave what stands there', async () => {
    const form = makeForm()
    form.input = 'AKIAEXAMPLE'
    await form.takeFiles([new Blob([])])
    expect(form.inputProblem).toEqual({ code: 'empty-file' })
    await form.takeFiles([new Blob([new Uint8Array(1_000_001)])])
    expect(form.inputProblem).toEqual({ code: 'too-large' })
    expect(form.input).toBe('AKIAEXAMPLE')
  })

  test('what was typed elsewhere stays where the file says nothing of it', () => {
    const form = makeForm()
    form.endpoint = ELSEWHERE
    form.region = 'typed'
    form.applyText(oneLine)
    expect(profileOf(form)).toMatchObject({ endpoint: ELSEWHERE, region: 'typed', name: 'lab' })
    const edited = new ConnectForm(makeProfile('p', { endpoint: ELSEWHERE, region: 'r', name: 'Lab' }), undefined)
    edited.applyText(`AKIAEXAMPLE:${SECRET}`)
    expect(profileOf(edited)).toMatchObject({ endpoint: ELSEWHERE, region: 'r', name: 'Lab', accessKey: 'AKIAEXAMPLE' })
  })
})

describe('what looks like a secret key', () => {
  test('is held back and hidden until the person says that it is an access key', () => {
    const form = makeForm()
    form.input = SECRET
    expect([form.held, form.isInputSecret, form.mayBeAccessKey]).toEqual(['secret', true, true])
    expect(form.toProfile()).toMatchObject({
      field: 'input',
      problem: { code: 'undecided' }
    })
    form.confirmAccessKey()
    expect([form.held, form.isInputSecret]).toEqual([undefined, false])
    expect(profileOf(form).accessKey).toBe(SECRET)
    form.input = SECRET.replace('0', '1')
    expect(form.held).toBe('secret')
  })

  test('with a slash is no access key, whatever is said', () => {
    const form = makeForm()
    form.applyText(SECRET.replace('0', '/'))
    expect([form.held, form.isInputSecret, form.mayBeAccessKey]).toEqual(['secret', true, false])
    form.confirmAccessKey()
    expect(form.toProfile()).toMatchObject({ field: 'input' })
  })

  test('goes into its own field when it is told to', () => {
    const form = makeForm()
    form.applyText(` ${SECRET}\n`)
    form.swap()
    expect([form.input, form.secretKey, form.held]).toEqual(['', SECRET, undefined])
  })

  test.each([
    [SECRET, 'secret'],
    ['Lower-case-Password-of-mine', 'swapped']
  ])('in each other’s fields: %s', (secret, held) => {
    const form = makeForm()
    form.input = secret
    form.secretKey = 'AKIA0123456789ABCDEF'
    expect([form.held, form.isInputSecret]).toEqual([held, true])
    expect(form.toProfile()).toMatchObject({ field: 'input' })
    form.swap()
    expect(profileOf(form)).toMatchObject({ accessKey: 'AKIA0123456789ABCDEF', secretKey: secret })
  })

  test('after a colon is split off, and the whole is an access key when the person says so', () => {
    const form = makeForm()
    form.applyText(`proj:${SECRET}`)
    expect([form.input, form.secretKey, form.isSplit, form.mayBeAccessKey]).toEqual(['proj', SECRET, true, true])
    form.confirmAccessKey()
    expect(form.isSplit).toBe(false)
    expect(profileOf(form)).toMatchObject({ accessKey: `proj:${SECRET}`, secretKey: '' })
  })

  test.each(['proj:alice', 'lab+user(1)!:x@y', '"alice"'])('%s is an access key at once', (accessKey) => {
    const form = makeForm()
    form.applyText(accessKey)
    form.finishTyping()
    expect(form.isInputSecret).toBe(false)
    expect(profileOf(form).accessKey).toBe(accessKey)
  })

  test('and was accepted before is asked about no more', () => {
    const edited = makeProfile('p', { accessKey: SECRET, secretKey: ' kept ' })
    const form = makeForm(edited)
    expect([form.held, form.secretEnds]).toEqual([undefined, undefined])
    expect(profileOf(form)).toEqual(edited)
  })
})

describe('what stands at the ends', () => {
  test.each([' secret', 'secret ', 'secret\u00a0', '\u200bsecret', '"secret"'])(
    'of a secret key %j is sent as it is',
    (secret) => {
      const form = makeForm()
      form.input = 'AKIAEXAMPLE'
      form.secretKey = secret
      expect(form.secretEnds?.without).toBe('secret')
      expect(profileOf(form).secretKey).toBe(secret)
    }
  )

  test('is taken off or kept when the person decides, and asked about once', () => {
    const form = makeForm()
    form.input = 'AKIAEXAMPLE'
    form.secretKey = 'secret '
    form.decideSecretEnds(true)
    expect([form.secretEnds, form.secretKey]).toEqual([undefined, 'secret '])
    form.secretKey = ' other'
    expect(form.secretEnds?.found).toEqual([{ character: 'space', at: 'start' }])
    form.decideSecretEnds(false)
    expect([form.secretEnds, form.secretKey]).toEqual([undefined, 'other'])
  })

  test('of an access key: quotes may be part of it, blanks never are', () => {
    const form = makeForm()
    form.input = ' "alice" '
    expect(form.accessKeyEnds?.found).toEqual(['quotes'])
    expect(profileOf(form).accessKey).toBe('"alice"')
    form.decideAccessKeyEnds(false)
    expect([form.accessKeyEnds, form.input]).toEqual([undefined, 'alice'])
    form.input = '"alice"'
    form.decideAccessKeyEnds(true)
    expect(form.accessKeyEnds).toBeUndefined()
    expect(profileOf(form).accessKey).toBe('"alice"')
  })
})

describe('a file with several profiles', () => {
  test('fills in the first and offers all', () => {
    const form = makeForm()
    form.applyText(TWO)
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
    form.applyText(TWO)
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
    form.applyText(TWO)
    form.applyText('AKIAEXAMPLE')
    expect([form.candidates, form.input]).toEqual([[], 'AKIAEXAMPLE'])
    form.applyText('[lab]\naws_access_key_id = ONE\naws_secret_access_key = s\n')
    expect([form.candidates, form.input, form.name]).toEqual([[], 'ONE', 'lab'])
  })
})

describe('where only listed gateways may be used', () => {
  test('another one is refused, and taken from no file', () => {
    const form = makeForm(undefined, [HERE])
    form.input = 'AKIAEXAMPLE'
    form.endpoint = ELSEWHERE
    expect(form.toProfile()).toMatchObject({
      field: 'endpoint',
      problem: 'not-listed'
    })
    form.applyText(TWO)
    expect(profileOf(form)).toMatchObject({ accessKey: 'FIRST', endpoint: HERE })
  })

  test('a listed one is taken, however it is written', () => {
    const form = makeForm(undefined, [ELSEWHERE, 'https://first.example.edu'])
    form.applyText(TWO)
    expect(profileOf(form).endpoint).toBe('https://first.example.edu')
    form.endpoint = 'ELSEWHERE.example.edu/'
    expect(profileOf(form).endpoint).toBe(ELSEWHERE)
  })
})

describe('without an account', () => {
  test('whatever stands in the other fields is not in the profile', () => {
    const form = makeForm()
    form.applyText('AKIAEXAMPLE')
    form.secretKey = SECRET
    form.isAnonymous = true
    expect(profileOf(form)).toMatchObject({
      accessKey: '',
      secretKey: '',
      name: new URL(HERE).hostname,
      endpoint: HERE
    })
    form.endpoint = 'ftp://x'
    expect(form.toProfile()).toMatchObject({ field: 'endpoint' })
  })

  test('a profile stays so when it is changed', () => {
    expect(makeForm(makeProfile('p', { accessKey: '', secretKey: '' })).isAnonymous).toBe(true)
    expect(makeForm(makeProfile('p')).isAnonymous).toBe(false)
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

describe('several profiles in one file', () => {
  const THREE = `${TWO}aws_secret_access_key = second-secret
[third]
aws_access_key_id = THIRD
endpoint_url = ${ELSEWHERE}
`
  const choose = (form: ConnectForm, ...names: readonly string[]): void => {
    for (const { candidate } of form.others) form.addOther(candidate, names.includes(candidate.name))
  }

  test('one is taken, and others are added with what the file says of each', () => {
    const form = makeForm()
    form.isRemembered = false
    form.applyText(THREE)
    expect(form.others.map(({ candidate, endpoint }) => [candidate.name, endpoint])).toEqual([
      ['second', HERE],
      ['third', ELSEWHERE]
    ])
    expect(form.toOtherProfiles()).toEqual([])
    choose(form, 'second', 'third')
    const others = form.toOtherProfiles()
    expect(others).toMatchObject([
      {
        name: 'second',
        accessKey: 'SECOND',
        secretKey: 'second-secret',
        endpoint: HERE,
        region: 'eu',
        pathStyle: true
      },
      { name: 'third', accessKey: 'THIRD', secretKey: '', endpoint: ELSEWHERE, isRemembered: false }
    ])
    expect(new Set([...others, profileOf(form)].map(({ id }) => id)).size).toBe(3)
  })

  test('the one in the fields is never added twice, and a new file forgets the choice', () => {
    const form = makeForm()
    form.applyText(THREE)
    choose(form, 'third')
    const third = form.candidates[2]
    if (third !== undefined) form.take(third)
    expect(form.toOtherProfiles()).toEqual([])
    expect(form.others.map(({ candidate }) => candidate.name)).toEqual(['default', 'second'])
    form.applyText(THREE)
    expect(form.toOtherProfiles()).toEqual([])
  })

  test('none is added where nothing names its gateway, or where the site allows only others', () => {
    const form = new ConnectForm(undefined, undefined)
    form.applyText(THREE)
    choose(form, 'second', 'third')
    expect(form.toOtherProfiles().map(({ name }) => name)).toEqual(['third'])
    form.endpoint = 'https://typed.example.edu'
    expect(form.toOtherProfiles().map(({ endpoint }) => endpoint)).toEqual(['https://typed.example.edu', ELSEWHERE])
    const listed = makeForm(undefined, [HERE])
    listed.applyText(THREE)
    choose(listed, 'second', 'third')
    expect(listed.toOtherProfiles().map(({ endpoint }) => endpoint)).toEqual([HERE, HERE])
  })
})

describe('temporary credentials', () => {
  const AT = '2026-11-30T14:30:00Z'
  const FILE = JSON.stringify({
    Credentials: { AccessKeyId: 'AKIAEXAMPLE', SecretAccessKey: 's', SessionToken: 'T', Expiration: AT }
  })
  test('keep their token and its expiry, as long as it is that token', () => {
    const form = makeForm()
    form.applyText(FILE)
    const session = { sessionToken: 'T', sessionExpiresAtMs: Date.parse(AT) }
    expect(profileOf(form)).toMatchObject(session)
    expect(new ConnectForm(profileOf(form), undefined)).toMatchObject(session)
    form.sessionToken = ' other '
    expect(profileOf(form)).toMatchObject({ sessionToken: 'other' })
    expect(profileOf(form)).not.toHaveProperty('sessionExpiresAtMs')
  })
  test('are not mixed with other keys: an access key or a token that is given then has none', () => {
    for (const given of ['AKIAOTHER', TOKEN, '[default]\naws_access_key_id = AKIAOTHER\n']) {
      const form = makeForm()
      form.applyText(FILE)
      form.applyText(given)
      expect(profileOf(form)).not.toHaveProperty('sessionToken')
    }
  })
  test('a token that no header can carry is named', () => {
    const form = makeForm()
    form.applyText('AKIAEXAMPLE')
    form.sessionToken = 'a b'
    expect(form.toProfile()).toEqual({ field: 'input', problem: { code: 'session-token-character' } })
  })
})

describe('settings and keys in two files', () => {
  const CONFIG = `[profile lab]\nendpoint_url = ${ELSEWHERE}\nregion = osris\n`
  const KEYS = '[lab]\naws_access_key_id = AKIAEXAMPLE\naws_secret_access_key = s\n'
  const expected = { name: 'lab', accessKey: 'AKIAEXAMPLE', secretKey: 's', endpoint: ELSEWHERE, region: 'osris' }

  test('at once, in any order', async () => {
    for (const files of [
      [CONFIG, KEYS],
      [KEYS, CONFIG]
    ]) {
      const form = makeForm()
      await form.takeFiles(files.map((text) => new Blob([text])))
      expect(profileOf(form)).toMatchObject(expected)
    }
  })
  test('the settings first, which are said to have no key', () => {
    const form = makeForm()
    form.applyText(CONFIG)
    expect(form.inputProblem).toEqual({ code: 'no-access-key', section: { name: 'lab', line: 1 } })
    form.applyText(KEYS)
    expect(profileOf(form)).toMatchObject(expected)
    form.applyText(KEYS)
    expect(profileOf(form)).toMatchObject({ accessKey: 'AKIAEXAMPLE', endpoint: HERE })
  })
  test('one that can’t be read is named, and nothing is taken', async () => {
    const form = makeForm()
    await form.takeFiles([new Blob([KEYS]), new Blob([new Uint8Array([0x89, 0xff, 0])])])
    expect(form.inputProblem).toEqual({ code: 'not-text' })
    expect(form.input).toBe('')
  })
})

describe('where connecting leads', () => {
  const inBucket = { place: 'objects', bucket: 'lab', prefix: '' } as const

  test.each<Route>([
    inBucket,
    { place: 'objects', bucket: 'lab', prefix: 'a/', object: 'a/b' },
    { place: 'name', bucket: 'lab', name: 'a' },
    { place: 'search', bucket: 'lab', prefix: '', isBelow: false, text: 'x' },
    { place: 'bucket', bucket: 'lab' },
    { place: 'check' },
    { place: 'buckets' }
  ])('to the place of the address: $place', (route) => expect(placeAfter(undefined, route)).toEqual(route))

  test('to the place that was asked for elsewhere, and from an address of its own nowhere', () => {
    expect(placeAfter(inBucket, { place: 'connect' })).toEqual(inBucket)
    expect(placeAfter(undefined, { place: 'connect' })).toBeUndefined()
    expect(placeAfter(undefined, undefined)).toBeUndefined()
  })
})
