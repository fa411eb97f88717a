// An LDAP directory of two people, and the tokens with which they sign in at the gateway.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { isListening } from './ports'
import { startDaemon, waitUntil, type Daemon } from './process'
import { writeSecretFile } from './radosgw'
import { runToolOrFail } from './tool'

export interface LdapInfo {
  readonly userId: string
  readonly password: string
  /** The base64 RGW_TOKEN that serves as access key; the secret key may be anything. It holds the password. */
  readonly token: string
  /** The token of a second person, whose base64 holds a '/': the gateway refuses it as it is. */
  readonly tokenWithSlash: string
  readonly slashUserId: string
  readonly slashPassword: string
}

const suffix = 'dc=lockgate,dc=test'
const adminPassword = 'rig-admin'
const person = { userId: 'ldapuser', password: 'ldap-Secret-1' }

/** The base64 of a token as radosgw-token writes it, less its white space. */
export function formatToken(userId: string, password: string): string {
  const token = { RGW_TOKEN: { version: 1, type: 'ldap', id: userId, key: password } }
  return Buffer.from(JSON.stringify(token), 'utf8').toString('base64')
}

/** A '?' in the third byte of a group of three is what makes a '/' in base64 (its low six bits are all ones). */
function findSlashPerson(): { userId: string; password: string } {
  const passwords = ['Why?-Secret-2', 'Why-?-Secret-2', 'Why--?-Secret-2']
  const password = passwords.find((candidate) => formatToken('ldapslash', candidate).includes('/'))
  if (password === undefined) throw new Error('No password makes a token with a slash')
  return { userId: 'ldapslash', password }
}

/** The [client.rgw] lines that let the gateway take tokens. */
export function formatLdapConf(runDir: string, port: number): string[] {
  return [
    'rgw s3 auth use ldap = true',
    `rgw ldap uri = ldap://127.0.0.1:${port}`,
    `rgw ldap binddn = cn=admin,${suffix}`,
    `rgw ldap secret = ${writeSecretFile(runDir, 'ldap-secret', adminPassword)}`,
    `rgw ldap searchdn = ${suffix}`,
    'rgw ldap dnattr = uid'
  ]
}

/** Fills a directory in the run directory, starts slapd on it and waits until it listens. */
export async function startLdap(
  runDir: string,
  logDir: string,
  port: number,
  onStart: (daemon: Daemon) => void
): Promise<LdapInfo> {
  const slashPerson = findSlashPerson()
  const dataDir = join(runDir, 'ldap')
  mkdirSync(dataDir)
  const schema = ['core', 'cosine', 'inetorgperson'].map((name) => `include /etc/ldap/schema/${name}.schema`)
  const conf = writeSecretFile(
    runDir,
    'slapd.conf',
    [
      ...schema,
      'modulepath /usr/lib/ldap',
      'moduleload back_mdb',
      'database mdb',
      `suffix "${suffix}"`,
      `rootdn "cn=admin,${suffix}"`,
      `rootpw ${adminPassword}`,
      `directory ${dataDir}`,
      'maxsize 16777216',
      ''
    ].join('\n')
  )
  const people = [person, slashPerson].map(({ userId, password }) =>
    [
      `dn: uid=${userId},${suffix}`,
      'objectClass: inetOrgPerson',
      `uid: ${userId}`,
      `cn: ${userId}`,
      `sn: ${userId}`,
      `userPassword: ${password}`
    ].join('\n')
  )
  const root = [`dn: ${suffix}`, 'objectClass: dcObject', 'objectClass: organization', 'o: Lockgate', 'dc: lockgate']
  await runToolOrFail('slapadd', ['-q', '-f', conf], { input: `${[root.join('\n'), ...people].join('\n\n')}\n` })

  const daemon = startDaemon('slapd', logDir, 'slapd', ['-h', `ldap://127.0.0.1:${port}/`, '-f', conf, '-d', '0'])
  onStart(daemon)
  await waitUntil('The LDAP server listens', daemon, 60_000, () => isListening(port))
  return {
    ...person,
    token: formatToken(person.userId, person.password),
    tokenWithSlash: formatToken(slashPerson.userId, slashPerson.password),
    slashUserId: slashPerson.userId,
    slashPassword: slashPerson.password
  }
}
