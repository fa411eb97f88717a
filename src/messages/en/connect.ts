// Connecting to a gateway: the form, and what is wrong with what it is given.
import type { InputProblem } from '../../domain/connect-input'
import type { LeftAlone } from '../../domain/credentials/rclone'
import type { HostileCharacter } from '../../domain/credentials-file'
import type { EndCharacter, EndFinding } from '../../domain/given-text'
import { visibleName } from '../../domain/invisible'
import type { RgwToken, TokenProblem } from '../../domain/rgw-token'
import { formatCount, formatList } from '../format'

const endCharacters: Readonly<Record<EndCharacter, string>> = {
  space: 'a space',
  tab: 'a tab',
  'line-break': 'a line break',
  'no-break-space': 'a no-break space',
  'other-space': 'a wide or narrow space',
  invisible: 'an invisible character'
}

const ends = (found: readonly EndFinding[]): string =>
  formatList(
    found.map((one) => (one === 'quotes' ? 'quotes around it' : `${endCharacters[one.character]} at the ${one.at}`))
  )

const tokenProblems: Readonly<Record<TokenProblem, string>> = {
  'followed-by-more': 'This token has extra characters after it. Copy only the token.',
  'too-long': 'This token is too long for a gateway. Copy only the token.',
  incomplete: 'This token is incomplete or damaged. Copy the whole token again.',
  empty: 'This token is empty.',
  'wrong-version': 'This token’s version isn’t supported: gateways accept only version 1.',
  'unknown-type': 'This token’s type isn’t supported: gateways accept ldap, ad and keystone.',
  'no-user': 'This token contains no user.',
  'no-password': 'This token contains no password.'
}

const accessKeyCharacters: Readonly<Record<HostileCharacter, string>> = {
  '/': 'Access keys can’t contain “/”.',
  ',': 'Access keys can’t contain “,”.',
  'white-space': 'Access keys can’t contain spaces or line breaks.',
  'not-ascii': 'Access keys can contain only visible ASCII characters.'
}

const tokens: Readonly<Record<RgwToken['type'], string>> = {
  ldap: 'LDAP token for {user}.',
  ad: 'Active Directory token for {user}.',
  keystone: 'Keystone token for {user}.'
}

const leftAlone: Readonly<Record<LeftAlone['code'], (names: string, n: number) => string>> = {
  crypt: (names, n) =>
    `${names}: crypt ${n === 1 ? 'remote' : 'remotes'} of rclone, skipped. Lockgate can’t decrypt ${n === 1 ? 'its' : 'their'} files.`,
  obscured: (names) => `${names}: not S3, skipped. Passwords obscured by rclone were not read.`,
  'sse-key': (names) =>
    `${names}: the encryption key in this file was not imported. You can import it on the Keys page.`
}

const inFile = (section: { readonly name: string; readonly line: number } | undefined): string =>
  section === undefined ? 'This file' : `[${visibleName(section.name)}] (line ${formatCount(section.line)})`

const atLine = (line: number | undefined): string => (line === undefined ? '' : `Line ${formatCount(line)}: `)

export const connect = {
  title: 'Connect to your storage',
  changeTitle: (profileName: string) => `Edit ${visibleName(profileName)}`,
  privacy: 'Your credentials stay in this browser and are sent only to the gateway you enter.',
  keysLost:
    'This browser has deleted encryption keys that Lockgate stored. Import them again from your backups on the Keys page.',
  siteProblem: 'Lockgate still works. Tell the site’s administrator.',
  more: 'Name, region, session token, address style',
  sessionToken: 'Session token',
  sessionHint: 'for temporary credentials',
  name: 'Profile name',
  nameDefault: 'Default: user · host',
  region: 'Region',
  pathStyle: 'Path-style addresses (host/bucket), used by most gateways',
  connect: 'Connect',
  connecting: 'Connecting…',
  saveAndConnect: 'Save and connect',
  withoutAccount: 'Without an account (public buckets only)',
  remember: 'Remember in this browser',
  thisTabOnly: 'Kept in this tab’s memory only: closing or reloading the tab deletes the profile.',
  saveAnyway: 'Save profile anyway',
  keysHere: 'Encryption keys in this browser',
  keysNotBackedUp: (n: number) => `${formatCount(n)} not backed up`,
  credentials: {
    label: 'Access key, token or config file',
    file: 'Config file',
    openFile: 'Open a file',
    hint: 'Paste it, or drop ~/.aws/credentials, ~/.s3cfg, rclone.conf or ~/.boto anywhere here.',
    tokens,
    tokenWarning: 'This token contains your password, so links signed with it would reveal it.',
    looksSecret: 'This looks like a secret key, so it isn’t used as an access key.',
    looksSwapped: 'Access key and secret key look swapped.',
    moveToSecret: 'Move to Secret key',
    swap: 'Swap the fields',
    useAsAccessKey: 'Use as access key',
    split: 'Read as an access key and a secret key.',
    ends: (found: readonly EndFinding[]) => `The access key has ${ends(found)}.`,
    keepEnds: 'Keep as part of the key',
    profileInFile: 'Profile in this file',
    alsoAdd: 'Also add, without testing the connection',
    noGateway: 'names no gateway',
    leftAlone: ({ code, names }: LeftAlone) => leftAlone[code](formatList(names.map(visibleName)), names.length)
  },
  secret: {
    label: 'Secret key',
    hint: 'leave blank with a token',
    ends: (found: readonly EndFinding[]) => `The secret key has ${ends(found)}.`,
    keepEnds: 'Keep as part of the key'
  },
  gateway: {
    label: 'Gateway',
    http: 'HTTP is not encrypted: anyone on the network can read your data and requests. Use HTTPS if you can; encryption keys are never sent over HTTP.'
  },
  problem(problem: InputProblem): string {
    switch (problem.code) {
      case 'missing':
        return 'Enter an access key or a token, or drop a config file here.'
      case 'undecided':
        return 'Nothing was sent. First choose which one is the access key.'
      case 'not-recognised':
        return 'Not recognized as an access key, a token, or an aws-cli, s3cmd, rclone, boto or s3fs config file.'
      case 'json-without-keys':
        return 'No keys found in this JSON. Copy all of it.'
      case 'rclone-encrypted':
        return 'This rclone config is encrypted. Drop the output of “rclone config show” instead.'
      case 'rclone-crypt-only':
        return 'This rclone config has no S3 remote that Lockgate can use: crypt remotes are skipped.'
      case 'no-access-key':
        return `${inFile(problem.section)} contains no access key.${problem.section === undefined ? '' : ' If another file has it, such as ~/.aws/credentials, drop that file too.'}`
      case 'keys-elsewhere':
        return `${inFile(problem.section)} gets its keys from a role, SSO or a command. Paste the output of “aws configure export-credentials” instead.`
      case 'session-token-character':
        return `${atLine(problem.line)}Session tokens can contain only visible ASCII characters.`
      case 'value-unknown':
        return `${atLine(problem.line)}The value comes from a variable or command, or its quotes aren’t closed. Enter the keys themselves.`
      case 'access-key-blank':
        return `${atLine(problem.line)}The access key is blank.`
      case 'token':
        return `${atLine(problem.line)}${tokenProblems[problem.problem]}`
      case 'access-key-character':
        return `${atLine(problem.line)}${accessKeyCharacters[problem.character]}${problem.line === undefined ? ' Copy only the key.' : ''}`
      case 'too-large':
        return 'Larger than 1 MB, so not a file with keys. Choose the file with your keys.'
      case 'unreadable':
        return 'This can’t be read. Drop a file, not a folder.'
      case 'not-text':
        return 'This is not a text file.'
      case 'empty-file':
        return 'This file is empty.'
      default:
        return problem satisfies never
    }
  }
}
