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
  delete: 'Delete, cancel uploads (DELETE)',
  sse: 'Encrypt with your key (SSE-C headers)',
  etag: 'Read the checksum of an upload (ETag)',
  details: 'Read request IDs and the gateway’s clock'
}

const inRule = (rule: number): string => `Rule ${formatCount(rule)}: `

export const cors = {
  title: 'Access from web pages (CORS)',
  what: 'Browsers let a page use a bucket only as far as its CORS rules, or a proxy before the gateway, allow.',
  abilities,
  seen: { works: 'allowed', blocked: 'blocked', 'not-tested': 'not tested' },
  page: (origin: string) => `This page: ${origin}`,
  sameOrigin: 'This page comes from the gateway’s own address, so CORS doesn’t restrict it.',
  testedAt: (ms: number) => `Tested ${formatDateTime(ms)}. Other sites can’t be tested from here.`,
  readingOnly: 'Only reading was tested so far. Other sites can’t be tested from here.',
  noWriting: 'You don’t have permission to write to this bucket, so uploads and deletion were not tested.',
  test: 'Test',
  testAgain: 'Test again',
  testing: 'Testing…',
  testWhat: 'The test starts two uploads and aborts them. No object is created.',
  left: (key: string) => `A test upload may be left: abort ${visibleName(key)} under “Unfinished uploads”.`,
  allow: 'Allow this page',
  allowWhat: 'Adds a rule for this page before the others, and tests it.',
  allowedFirst: 'The rule for this page is the first one.',
  copyRule: 'Copy this page’s rule',
  copyWhat:
    'The rules can’t be read from here, so they can’t be changed without losing others. Put this rule first with another tool.',
  stillBlocked:
    'The rule for this page is in place, but requests are still blocked: a proxy before the gateway may set its own.',
  rules: {
    none: 'No rules.',
    loading: 'Loading rules…',
    unknown: (title: string) => `Couldn’t read the rules: ${title}.`,
    used: 'used for this page',
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
      `With these rules this page could no longer: ${formatList(losses.map((loss) => abilities[loss]))}.`,
    allowLosses: 'Save anyway'
  },
  outcome: {
    saved: 'Saved. The gateway now has these rules.',
    differs: 'The gateway stored different rules. They are shown above.',
    conflict: 'Someone else changed the rules. Nothing was saved; the current rules are shown above.',
    unconfirmed: 'The rules were sent, but could not be read back.'
  },
  problem(problem: CorsTextProblem): string {
    switch (problem.code) {
      case 'not-json':
        return 'This is not valid JSON.'
      case 'not-rules':
        return 'Rules are a JSON array, or an object with “CORSRules”.'
      case 'too-many':
        return `A bucket can have at most ${formatCount(problem.max)} rules.`
      case 'not-a-rule':
        return `${inRule(problem.rule)}This is not an object.`
      case 'no-origin':
        return `${inRule(problem.rule)}“AllowedOrigins” is missing.`
      case 'no-method':
        return `${inRule(problem.rule)}“AllowedMethods” is missing.`
      case 'max-age':
        return `${inRule(problem.rule)}“MaxAgeSeconds” must be a whole number of seconds.`
      case 'unknown-field':
        return `${inRule(problem.rule)}“${visibleName(problem.field)}” is not a field of a rule.`
      case 'not-a-list':
        return `${inRule(problem.rule)}“${problem.field}” must be an array.`
      case 'not-text':
        return `${inRule(problem.rule)}“${problem.field}” must contain only text.`
      case 'method':
        return `${inRule(problem.rule)}“${visibleName(problem.value)}” is not one of GET, HEAD, PUT, POST and DELETE.`
      case 'wildcards':
        return `${inRule(problem.rule)}“${visibleName(problem.value)}” has more than one “*”.`
      default:
        return problem satisfies never
    }
  }
}
