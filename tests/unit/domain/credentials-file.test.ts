// Settings files as the tools write them, and the connect field that takes anything.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readConnectInput } from '../../../src/domain/connect-input'
import { parseCredentialsFile } from '../../../src/domain/credentials-file'

const TOKEN = 'eyJSR1dfVE9LRU4iOnsidmVyc2lvbiI6MSwidHlwZSI6ImxkYXAiLCJpZCI6ImNlcGgiLCJrZXkiOiI4MDAjR29yaWxsYSJ9fQ=='
const candidatesOf = (text: string) => {
  const reading = parseCredentialsFile(text)
  if (reading.kind !== 'candidates') throw new Error(JSON.stringify(reading))
  return reading
}

describe('aws-cli', () => {
  test('several profiles, comments, CR LF and a byte order mark', () => {
    const text =
      '\ufeff# mine\r\n[default]\r\naws_access_key_id = AKIA1\r\naws_secret_access_key = s/1+=\r\n\r\n; other\r\n[lab]\r\naws_access_key_id=AKIA2\r\naws_secret_access_key=\r\nregion=osris\r\nendpoint_url=https://rgw.example.edu/\r\n'
    expect(candidatesOf(text)).toEqual({
      kind: 'candidates',
      source: 'aws',
      candidates: [
        { name: 'default', accessKey: 'AKIA1', secretKey: 's/1+=' },
        { name: 'lab', accessKey: 'AKIA2', secretKey: '', region: 'osris', endpoint: 'https://rgw.example.edu' }
      ]
    })
  })

  test('config sections with nested s3 settings, joined with the credentials of the same name', () => {
    const text = `
[profile lab]
region = osris
s3 =
  endpoint_url = http://127.0.0.1:7480
  addressing_style = path
output = json
[profile other]
region = us-east-1
[lab]
aws_access_key_id = AKIA2
aws_secret_access_key = secret`
    expect(candidatesOf(text).candidates).toEqual([
      {
        name: 'lab',
        accessKey: 'AKIA2',
        secretKey: 'secret',
        region: 'osris',
        endpoint: 'http://127.0.0.1:7480',
        pathStyle: true
      }
    ])
  })

  test('a services section, and the nested endpoint before the general one', () => {
    const text = `[profile a]
services = ceph
endpoint_url = https://general.example
aws_access_key_id = A
[services ceph]
s3 =
  endpoint_url = https://rgw.example
  addressing_style = virtual`
    expect(candidatesOf(text).candidates).toEqual([
      { name: 'a', accessKey: 'A', secretKey: '', endpoint: 'https://rgw.example', pathStyle: false }
    ])
  })

  test('a file that is indented as a whole keeps its blank secret and what follows it', () => {
    expect(
      candidatesOf('  [x]\n  aws_access_key_id = A\n  aws_secret_access_key =\n  region = r\n').candidates
    ).toEqual([{ name: 'x', accessKey: 'A', secretKey: '', region: 'r' }])
  })

  test('sections of one name are one, and the later value wins', () => {
    const text =
      '[a]\naws_access_key_id = OLD\naws_secret_access_key = s\n[b]\naws_access_key_id = B\n[a]\naws_access_key_id = NEW\n'
    expect(candidatesOf(text).candidates).toEqual([
      { name: 'a', accessKey: 'NEW', secretKey: 's' },
      { name: 'b', accessKey: 'B', secretKey: '' }
    ])
  })

  test('an address that is no origin is left for the form to refuse', () => {
    expect(candidatesOf('[a]\naws_access_key_id=A\nendpoint_url=https://rgw.example/s3').candidates[0]?.endpoint).toBe(
      'https://rgw.example/s3'
    )
  })
})

describe('s3cmd', () => {
  const s3cfg = (lines: string) =>
    `[default]\naccess_key = A\nsecret_key = S\naccess_token =\nbucket_location = US\n${lines}`
  test.each([
    ['host_base = rgw.example.edu\nhost_bucket = rgw.example.edu\nuse_https = True', 'https://rgw.example.edu', true],
    [
      'host_base = 127.0.0.1:7480\nhost_bucket = 127.0.0.1:7480/%(bucket)s\nuse_https = False',
      'http://127.0.0.1:7480',
      true
    ],
    ['host_base = rgw.example.edu\nhost_bucket = %(bucket)s.rgw.example.edu', 'https://rgw.example.edu', false]
  ])('%s', (lines, endpoint, pathStyle) => {
    expect(candidatesOf(s3cfg(lines))).toEqual({
      kind: 'candidates',
      source: 's3cmd',
      candidates: [{ name: 'default', accessKey: 'A', secretKey: 'S', endpoint, pathStyle }]
    })
  })
  test('a chosen location is the region', () => {
    expect(candidatesOf('[default]\naccess_key=A\nbucket_location = osris').candidates[0]?.region).toBe('osris')
  })
})

describe('rclone', () => {
  test('only the sections of type s3', () => {
    const text = `[drive]\ntype = drive\ntoken = {"access_token":"x"}\n\n[osris]\ntype = s3\nprovider = Ceph\naccess_key_id = ${TOKEN}\nsecret_access_key =\nendpoint = rgw.example.edu:443\nregion = \nforce_path_style = true\n`
    expect(candidatesOf(text)).toEqual({
      kind: 'candidates',
      source: 'rclone',
      candidates: [
        { name: 'osris', accessKey: TOKEN, secretKey: '', endpoint: 'https://rgw.example.edu', pathStyle: true }
      ]
    })
  })
  test('crypt remotes, obscured passwords and encryption keys are left alone, and named', () => {
    const s3 = '[osris]\ntype = s3\naccess_key_id = A\nsecret_access_key = S\nsse_customer_key = topsecret\n'
    const others =
      '[vault]\ntype = crypt\nremote = osris:bucket\npassword = topsecret\n[host]\ntype = sftp\npass = topsecret\n'
    const reading = candidatesOf(s3 + others)
    expect(reading).toEqual({
      kind: 'candidates',
      source: 'rclone',
      candidates: [{ name: 'osris', accessKey: 'A', secretKey: 'S' }],
      leftAlone: [
        { code: 'crypt', names: ['vault'] },
        { code: 'obscured', names: ['host'] },
        { code: 'sse-key', names: ['osris'] }
      ]
    })
    expect(JSON.stringify(reading)).not.toContain('topsecret')
    expect(parseCredentialsFile(others)).toEqual({ kind: 'broken', problem: { code: 'rclone-crypt-only' } })
    expect(candidatesOf('[x]\ntype = s3\naccess_key_id = A\nsse_customer_key =\n')).not.toHaveProperty('leftAlone')
  })
  test('an encrypted file is named', () => {
    expect(parseCredentialsFile('# Encrypted rclone configuration File\n\nRCLONE_ENCRYPT_V0:\nabc=\n')).toEqual({
      kind: 'broken',
      problem: { code: 'rclone-encrypted' }
    })
  })
})

describe('boto', () => {
  const one = (text: string) => ({ ...candidatesOf(text).candidates[0], source: candidatesOf(text).source })
  const KEYS = '[Credentials]\naws_access_key_id = A\naws_secret_access_key = S%%\n'
  test('keys, and the address from three sections', () => {
    expect(
      one(
        `${KEYS}[Boto]\nis_secure = False\n[s3]\nhost = rgw.example.edu\ncalling_format = boto.s3.connection.OrdinaryCallingFormat\n`
      )
    ).toEqual({
      name: 'default',
      accessKey: 'A',
      secretKey: 'S%',
      endpoint: 'http://rgw.example.edu',
      pathStyle: true,
      source: 'boto'
    })
    expect(one(`${KEYS}s3_host = rgw.example.edu\ns3_port = 7480\n[s3]\nhost = other.example\n`)).toMatchObject({
      endpoint: 'https://rgw.example.edu:7480'
    })
    expect(one(`${KEYS}[s3]\ncalling_format = boto.s3.connection.SubdomainCallingFormat`)).toMatchObject({
      pathStyle: false
    })
  })
  test('further profiles share the address', () => {
    const { candidates } = candidatesOf(
      `[profile b]\naws_access_key_id = B\n${KEYS}[s3]\nhost = rgw.example.edu\n[Boto]\ndebug = 0\n`
    )
    expect(candidates.map(({ name, accessKey, endpoint }) => [name, accessKey, endpoint])).toEqual([
      ['b', 'B', 'https://rgw.example.edu'],
      ['default', 'A', 'https://rgw.example.edu']
    ])
  })
  test('what only Python knows is not guessed, and a file without keys is named', () => {
    for (const secret of ['aws_secret_access_key = %(other)s', 'keyring = lab'])
      expect(parseCredentialsFile(`[Credentials]\naws_access_key_id = A\n${secret}\n`)).toEqual({
        kind: 'broken',
        problem: { code: 'value-unknown', line: 3 }
      })
    expect(parseCredentialsFile('[Credentials]\ngs_access_key_id = A\n[Boto]\ndebug = 0\n')).toEqual({ kind: 'none' })
  })
})

describe('environment', () => {
  const expected = { name: 'default', accessKey: 'A', secretKey: 'S=', endpoint: 'https://rgw.example', region: 'r' }
  test.each([
    ['plain', (name: string, value: string) => `${name}=${value}`],
    ['export', (name: string, value: string) => `export ${name}="${value}"`],
    ['cmd', (name: string, value: string) => `set ${name}=${value}`],
    ['PowerShell', (name: string, value: string) => `$env:${name} = '${value}'`],
    ['semicolons', (name: string, value: string) => `export ${name}='${value}';`]
  ])('%s', (_, line) => {
    const text = [
      line('AWS_ACCESS_KEY_ID', 'A'),
      line('AWS_SECRET_ACCESS_KEY', 'S='),
      line('AWS_ENDPOINT_URL', 'https://rgw.example'),
      line('AWS_DEFAULT_REGION', 'r')
    ].join('\n')
    expect(candidatesOf(text)).toEqual({ kind: 'candidates', source: 'environment', candidates: [expected] })
  })
})

describe('JSON', () => {
  test('of radosgw-admin, aws and mc', () => {
    const admin = { user_id: 'u', keys: [{ user: 'alice', access_key: 'A', secret_key: 'S' }], swift_keys: [] }
    expect(candidatesOf(JSON.stringify(admin)).candidates).toEqual([{ name: 'alice', accessKey: 'A', secretKey: 'S' }])
    const aws = { AccessKey: { UserName: 'bob', AccessKeyId: 'A', SecretAccessKey: 'S' } }
    expect(candidatesOf(JSON.stringify(aws)).candidates).toEqual([{ name: 'bob', accessKey: 'A', secretKey: 'S' }])
    const mc = {
      version: '10',
      aliases: { lab: { url: 'http://127.0.0.1:7480', accessKey: 'A', secretKey: 'S', api: 'S3v4' } }
    }
    expect(candidatesOf(JSON.stringify(mc)).candidates).toEqual([
      { name: 'lab', accessKey: 'A', secretKey: 'S', endpoint: 'http://127.0.0.1:7480' }
    ])
  })
})

describe('what institutions hand out', () => {
  const KEY = '8E7B12B66B5B471AA9C1'
  const SECRET = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY'
  const only = (text: string) => {
    const { candidates, source } = candidatesOf(text)
    expect(candidates).toHaveLength(1)
    return { ...candidates[0], source }
  }

  test('s3fs: KEY:SECRET, with the bucket before it, and several with comments', () => {
    expect(only(`${KEY}:${SECRET}`)).toMatchObject({
      name: 'default',
      accessKey: KEY,
      secretKey: SECRET,
      source: 's3fs'
    })
    expect(only(`my.bucket:${KEY}:${SECRET}\n`)).toMatchObject({ name: 'my.bucket', accessKey: KEY, secretKey: SECRET })
    expect(only(`${KEY}:short`)).toMatchObject({ accessKey: KEY, secretKey: 'short' })
    expect(only(`alice:${SECRET}`)).toMatchObject({ accessKey: 'alice', secretKey: SECRET })
    expect(only(`${KEY}:sec:ret`)).toMatchObject({ accessKey: KEY, secretKey: 'sec:ret' })
    expect(candidatesOf(`# mine\r\none:${KEY}:${SECRET}\r\n\r\ntwo:${KEY}:${SECRET}x`).candidates).toEqual([
      { name: 'one', accessKey: KEY, secretKey: SECRET },
      { name: 'two', accessKey: KEY, secretKey: `${SECRET}x` }
    ])
  })
  test.each([
    'proj:alice',
    'lab+user(1)!:x@y',
    'https://rgw.example.edu/a/b',
    'arn:aws:s3:::bucket/prefix/and-more',
    `:${SECRET}`
  ])('%j is no line of s3fs', (text) => expect(parseCredentialsFile(text)).toEqual({ kind: 'none' }))

  test('ec2rc.sh', () => {
    const text = `#!/bin/bash

NOVARC=$(readlink -f "\${BASH_SOURCE:-\${0}}" 2>/dev/null) || NOVARC=$(python -c 'import os,sys; print os.path' "\${BASH_SOURCE:-\${0}}")
NOVA_KEY_DIR=\${NOVARC%/*}
export EC2_ACCESS_KEY=0f1e2d3c4b5a69788796a5b4c3d2e1f0
export EC2_SECRET_KEY=f0e1d2c3b4a5968778695a4b3c2d1e0f
export EC2_URL=https://cloud.example.edu:8773/services/Cloud
export EC2_USER_ID=42 # nova does not use user id, but bundling requires it
export S3_URL=https://rgw.example.edu:6780/
alias ec2-upload-bundle="ec2-upload-bundle -a \${EC2_ACCESS_KEY} -s \${EC2_SECRET_KEY} --url \${S3_URL}"
`
    expect(only(text)).toEqual({
      name: 'default',
      accessKey: '0f1e2d3c4b5a69788796a5b4c3d2e1f0',
      secretKey: 'f0e1d2c3b4a5968778695a4b3c2d1e0f',
      endpoint: 'https://rgw.example.edu:6780',
      source: 'environment'
    })
  })

  test('openstack ec2 credentials, created and listed', () => {
    const created = {
      access: 'a1b2',
      links: { self: 'https://keystone.example/v3' },
      project_id: 'p',
      secret: 'c3d4',
      trust_id: null,
      user_id: 'u'
    }
    expect(only(JSON.stringify(created))).toMatchObject({ name: 'default', accessKey: 'a1b2', secretKey: 'c3d4' })
    const listed = [
      { Access: 'a1', Secret: 's1', 'Project ID': 'p', 'User ID': 'u' },
      { Access: 'a2', Secret: 's2' }
    ]
    expect(candidatesOf(JSON.stringify(listed)).candidates.map(({ accessKey }) => accessKey)).toEqual(['a1', 'a2'])
    expect(parseCredentialsFile('{"access": "full"}')).toEqual({ kind: 'none' })
  })

  test('IAM’s CSV', () => {
    expect(only(`\ufeffAccess key ID,Secret access key\r\n${KEY},${SECRET}\r\n`)).toMatchObject({
      accessKey: KEY,
      secretKey: SECRET
    })
    const users = `User name,Password,Access key ID,Secret access key,Console login link\nalice,,A1,"s,""1",https://x\nbob,,A2, s2 ,\n`
    expect(candidatesOf(users).candidates).toEqual([
      { name: 'alice', accessKey: 'A1', secretKey: 's,"1' },
      { name: 'bob', accessKey: 'A2', secretKey: ' s2 ' }
    ])
    expect(parseCredentialsFile('Access key ID,Secret access key\n,x\n')).toEqual({
      kind: 'broken',
      problem: { code: 'access-key-blank', line: 2 }
    })
  })

  test.each([
    ['csh', `setenv AWS_ACCESS_KEY_ID ${KEY}\nsetenv AWS_SECRET_ACCESS_KEY '${SECRET}'`],
    ['fish', `set -gx AWS_ACCESS_KEY_ID ${KEY}\nset -x AWS_SECRET_ACCESS_KEY "${SECRET}"`],
    ['several on a line', `export AWS_ACCESS_KEY_ID=${KEY} AWS_SECRET_ACCESS_KEY=${SECRET}`],
    ['several statements', `export AWS_ACCESS_KEY_ID=${KEY}; export AWS_SECRET_ACCESS_KEY="${SECRET}"; # both`],
    ['and', `export AWS_ACCESS_KEY_ID=${KEY} && export AWS_SECRET_ACCESS_KEY=${SECRET} && aws s3 ls`],
    ['comments', `# keys\nexport AWS_ACCESS_KEY_ID=${KEY}   # public\nexport AWS_SECRET_ACCESS_KEY=${SECRET} # not`],
    ['before a command', `AWS_ACCESS_KEY_ID=${KEY} AWS_SECRET_ACCESS_KEY=${SECRET} aws s3 ls`],
    ['declare -x', `declare -x AWS_ACCESS_KEY_ID="${KEY}"\ndeclare -x AWS_SECRET_ACCESS_KEY="${SECRET}"`],
    ['compose', `environment:\n  - AWS_ACCESS_KEY_ID=${KEY}\n  - AWS_SECRET_ACCESS_KEY=${SECRET}`],
    ['YAML', `  AWS_ACCESS_KEY_ID: ${KEY}\n  AWS_SECRET_ACCESS_KEY: '${SECRET}'`],
    ['PowerShell on a line', `$env:AWS_ACCESS_KEY_ID = "${KEY}"; $Env:AWS_SECRET_ACCESS_KEY="${SECRET}"`],
    ['cmd on a line', `set AWS_ACCESS_KEY_ID=${KEY}&&set "AWS_SECRET_ACCESS_KEY=${SECRET}"`]
  ])('%s', (_, text) => expect(only(text)).toMatchObject({ accessKey: KEY, secretKey: SECRET, source: 'environment' }))

  test.each([
    ['$OTHER', '$OTHER'],
    ['"${OTHER}"', '"${OTHER}"'],
    ['$(pass show s3)', '$(pass show s3)'],
    ['quotes that do not end', "'abc"]
  ])('a secret that only a shell can know is not guessed: %s', (_, value) => {
    expect(parseCredentialsFile(`AWS_ACCESS_KEY_ID=A\nexport AWS_SECRET_ACCESS_KEY=${value}`)).toEqual({
      kind: 'broken',
      problem: { code: 'value-unknown', line: 2 }
    })
  })

  test('quotes and blanks at a secret’s ends are the format’s or the secret’s', () => {
    expect(only('[a]\naws_access_key_id = A\naws_secret_access_key = "s;"')).toMatchObject({ secretKey: '"s;"' })
    expect(only('[default]\naccess_key = "A"\nsecret_key = "s "')).toMatchObject({ accessKey: 'A', secretKey: 's ' })
    expect(only("export AWS_ACCESS_KEY_ID=A AWS_SECRET_ACCESS_KEY='s '")).toMatchObject({ secretKey: 's ' })
    expect(only('{"access_key":"A","secret_key":" s\u00a0"}')).toMatchObject({ secretKey: ' s\u00a0' })
    expect(only(`${KEY}:${SECRET} `)).toMatchObject({ secretKey: `${SECRET} ` })
  })
})

describe('temporary credentials', () => {
  const SESSION = { accessKey: 'A', secretKey: 'S', sessionToken: 'T/+=' }
  const AT = '2026-11-30T14:30:00Z'
  test.each([
    ['aws', 'aws_access_key_id = A\naws_secret_access_key = S\naws_session_token = T/+=\n'],
    ['s3cmd', 'access_key = A\nsecret_key = S\naccess_token = T/+=\n'],
    ['rclone', 'type = s3\naccess_key_id = A\nsecret_access_key = S\nsession_token = T/+=\n']
  ])('of %s, whose expiry nothing names', (source, lines) =>
    expect(candidatesOf(`[default]\n${lines}`)).toEqual({
      kind: 'candidates',
      source,
      candidates: [{ name: 'default', ...SESSION }]
    })
  )
  test('of STS, of “aws configure export-credentials” and of saml2aws, with their expiry', () => {
    const aws = { AccessKeyId: 'A', SecretAccessKey: 'S', SessionToken: 'T/+=' }
    for (const text of [
      JSON.stringify({ Credentials: { ...aws, Expiration: AT }, AssumedRoleUser: { Arn: 'x' } }),
      JSON.stringify({ Version: 1, ...aws, Expiration: AT }),
      `export AWS_ACCESS_KEY_ID=A AWS_SECRET_ACCESS_KEY=S AWS_SESSION_TOKEN=T/+= AWS_CREDENTIAL_EXPIRATION=${AT}`,
      `[x]\naws_access_key_id=A\naws_secret_access_key=S\naws_session_token=T/+=\nx_security_token_expires = ${AT}`
    ])
      expect(candidatesOf(text).candidates).toMatchObject([{ ...SESSION, sessionExpiresAtMs: Date.parse(AT) }])
  })
  test('what STS and IAM print around the keys is no profile’s name', () => {
    const aws = { AccessKeyId: 'A', SecretAccessKey: 'S' }
    for (const answer of [{ Credentials: aws }, { AccessKey: aws }, { Credentials: [{ credentials: aws }] }])
      expect(candidatesOf(JSON.stringify(answer)).candidates).toMatchObject([{ name: 'default' }])
    expect(candidatesOf(JSON.stringify({ lab: { Credentials: aws } })).candidates).toMatchObject([{ name: 'lab' }])
  })
  test('a blank token is none, and an expiry that is no date is unknown', () => {
    const one = candidatesOf('[a]\naws_access_key_id=A\naws_session_token=\nexpiration = 2026').candidates[0]
    expect(one).toEqual({ name: 'a', accessKey: 'A', secretKey: '' })
    const other = candidatesOf('[a]\naws_access_key_id=A\naws_session_token=T\nexpiration = soon').candidates[0]
    expect(other).toEqual({ name: 'a', accessKey: 'A', secretKey: '', sessionToken: 'T' })
  })
  test('a profile whose keys come from a role, SSO or a command is named', () => {
    for (const line of ['role_arn = x', 'sso_session = x', 'credential_process = x'])
      expect(parseCredentialsFile(`[profile a]\n${line}\n`)).toEqual({
        kind: 'broken',
        problem: { code: 'keys-elsewhere', section: { name: 'a', line: 1 } }
      })
  })
})

describe('broken files name their line', () => {
  test.each([
    ['[a]\nregion = x\n', { code: 'no-access-key', section: { name: 'a', line: 1 } }],
    ['\n[default]\naws_access_key_id =\naws_secret_access_key = topsecret\n', { code: 'access-key-blank', line: 3 }],
    [
      '[s]\naws_access_key_id = A\naws_secret_access_key = topsecret\naws_session_token = topsecret topsecret\n',
      { code: 'session-token-character', line: 4 }
    ],
    ['[default]\naws_access_key_id = A B\n', { code: 'access-key-character', character: 'white-space', line: 2 }],
    ['[default]\naccess_key = A/B\nsecret_key = topsecret', { code: 'access-key-character', character: '/', line: 2 }],
    ['AWS_SECRET_ACCESS_KEY=topsecret', { code: 'no-access-key' }],
    [`[default]\naccess_key = ${TOKEN.slice(0, 60)}\n`, { code: 'token', problem: 'incomplete', line: 2 }]
  ])('%j', (text, problem) => {
    const reading = parseCredentialsFile(text)
    expect(reading).toEqual({ kind: 'broken', problem })
    expect(JSON.stringify(reading)).not.toContain('topsecret')
  })

  test('a broken section beside a good one is left out', () => {
    expect(
      candidatesOf('[a]\naws_access_key_id=\n[b]\naws_access_key_id=B').candidates.map(({ name }) => name)
    ).toEqual(['b'])
  })

  test.each(['', 'hello', '{"a":1}', '[remote "origin"]\nurl = git@example:x', 'key: value\nother: thing'])(
    '%j is none',
    (text) => {
      expect(parseCredentialsFile(text)).toEqual({ kind: 'none' })
    }
  )
})

describe('the connect field', () => {
  test.each(['', '  \n', '\ufeff', '""'])('%j is empty', (text) =>
    expect(readConnectInput(text)).toEqual({ kind: 'empty' })
  )
  test.each([
    ['AKIAIOSFODNN7EXAMPLE'],
    [' 0555b35654ad1656d804\n', '0555b35654ad1656d804'],
    ['\u200bAKIA1\u00a0', 'AKIA1'],
    ['"alice"'],
    ['proj:alice'],
    ['lab+user(1)!:x@y']
  ])('%j is an access key', (text, accessKey = text) => {
    expect(readConnectInput(text)).toEqual({ kind: 'access-key', accessKey })
  })
  test.each(['wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY', '0555b35654ad1656d8040555b35654ad1656d804'])(
    '%j is held back: it looks like a secret key',
    (text) => {
      for (const written of [text, ` ${text}\n`, `"${text}"`])
        expect(readConnectInput(written)).toEqual({ kind: 'held', accessKey: written.trim() })
    }
  )
  test('too large is refused before anything reads it, and JSON without keys is called so', () => {
    expect(readConnectInput('a'.repeat(1_000_001))).toEqual({
      kind: 'broken',
      problem: { code: 'too-large' }
    })
    expect(readConnectInput('{"keys": [{"access_key": "A", ')).toEqual({
      kind: 'broken',
      problem: { code: 'json-without-keys' }
    })
  })
  test('a token, also quoted and over lines', () => {
    expect(readConnectInput(`'${TOKEN.slice(0, 30)}\n${TOKEN.slice(30)}'`)).toMatchObject({
      kind: 'token',
      token: { accessKey: TOKEN }
    })
    expect(readConnectInput(TOKEN.slice(0, 60))).toMatchObject({ kind: 'broken' })
  })
  test('a file', () => {
    expect(readConnectInput('[default]\naws_access_key_id = A')).toMatchObject({ kind: 'candidates', source: 'aws' })
    expect(readConnectInput('[default]\naws_access_key_id = ')).toMatchObject({ kind: 'broken' })
  })
  test.each([
    ['AKIA 1234', { code: 'access-key-character', character: 'white-space' }],
    ['AKIA/1234', { code: 'access-key-character', character: '/' }],
    ['AKIA,1234', { code: 'access-key-character', character: ',' }],
    ['AKIÄ', { code: 'access-key-character', character: 'not-ascii' }],
    ['first line\nsecond line', { code: 'not-recognised' }]
  ])('%j is broken', (text, problem) => {
    expect(readConnectInput(text)).toEqual({ kind: 'broken', problem })
  })
  test('nothing that is typed throws, and every access key is one that SigV4 can carry', () => {
    let accessKeys = 0
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.string()), (text) => {
        const reading = readConnectInput(text)
        if (reading.kind !== 'access-key') return
        accessKeys++
        expect(reading.accessKey).toMatch(/^[!-+\-.0-~]+$/)
      })
    )
    expect(accessKeys).toBeGreaterThan(0)
  })
})
