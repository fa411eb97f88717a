// CORS: the rules of a bucket, and what they let this page do.
import type { CorsAbility } from '../../domain/cors'
import type { CorsTextProblem } from '../../domain/cors-text'
import { visibleName } from '../../domain/invisible'
import { formatCount, formatDateTime, formatList } from '../format'

const abilities: Readonly<Record<CorsAbility, string>> = {
  read: 'List and download (GET)',
  head: 'Usage and properties (HEAD)',
  put: 'Upload (PUT)',
  post: 'Upload large files, delete many objects (POST)',
  delete: 'Delete, abort uploads (DELETE)',
  sse: 'Encrypt with your key (SSE-C headers)',
  etag: 'Read the checksum of an upload (ETag)',
  details: 'Read request IDs and the gateway’s clock'
}

const faults = {
  'not-a-rule': 'must be an object',
  'no-origin': 'AllowedOrigins is missing',
  'no-method': 'AllowedMethods is missing',
  'max-age': 'MaxAgeSeconds must be a whole number',
  'unknown-field': 'is not a field of a rule',
  'not-a-list': 'must be an array',
  'not-text': 'must contain only text',
  method: 'is not one of GET, HEAD, PUT, POST and DELETE',
  wildcards: 'has more than one *'
} as const

export const cors = {
  title: 'Access from web pages (CORS)',
  what: 'Browsers let web pages use a bucket only as far as its CORS rules or a proxy in front of the gateway allow.',
  abilities,
  seen: { works: 'allowed', blocked: 'blocked', 'not-tested': 'not tested' },
  page: (origin: string) => `Lockgate’s address: ${origin}`,
  sameOrigin: 'Lockgate and this gateway share one address, so CORS doesn’t restrict Lockgate.',
  testedAt: (ms: number) => `Tested ${formatDateTime(ms)}. Other sites can’t be tested from here.`,
  readingOnly: 'Only reading was tested so far. Other sites can’t be tested from here.',
  noWriting: 'You don’t have permission to write to this bucket, so uploads and deletion were not tested.',
  test: 'Test',
  testAgain: 'Test again',
  testing: 'Testing…',
  testWhat: 'The test starts two uploads and aborts them. No object is created.',
  left: (key: string) => `A test upload may remain: abort ${visibleName(key)} under “Unfinished uploads”.`,
  allow: 'Allow Lockgate',
  copyWhat: 'Lockgate can’t read the existing rules, so saving could lose them. Put this rule first with another tool.',
  rules: {
    none: 'No rules.',
    unknown: (title: string) => `Couldn’t read the rules: ${title}.`,
    used: 'used for Lockgate',
    origins: 'Sites',
    methods: 'Methods',
    headers: 'Request headers',
    exposed: 'Readable headers',
    empty: 'none'
  },
  editor: {
    title: 'Edit rules',
    json: 'Rules (JSON)',
    save: 'Save rules',
    saving: 'Saving…',
    discard: 'Discard changes',
    removesAll: 'Saving this removes all rules.',
    losses: (losses: readonly CorsAbility[]) =>
      `With these rules, this would no longer work in Lockgate: ${formatList(losses.map((loss) => abilities[loss]))}.`,
    allowLosses: 'Save anyway'
  },
  outcome: {
    saved: 'Saved. The gateway now has these rules.',
    differs: 'The gateway stored different rules. They are shown above.',
    conflict: 'Someone else changed the rules. Nothing was saved; the current rules are shown above.',
    unconfirmed: 'The rules were sent, but could not be read back.'
  },
  problem(problem: CorsTextProblem): string {
    if (problem.code === 'not-json') return 'Not valid JSON.'
    if (problem.code === 'not-rules') return 'Rules must be a JSON array, or an object with "CORSRules".'
    if (problem.code === 'too-many') return `At most ${formatCount(problem.max)} rules are possible.`
    const what = 'field' in problem ? problem.field : 'value' in problem ? problem.value : ''
    return `Rule ${formatCount(problem.rule)}: ${visibleName(what)} ${faults[problem.code]}.`
  }
}
