// What is wrong with the institution's site.json: its administrator reads it.
import type { PatternProblem } from '../../domain/linear-pattern'
import type { FoundValue, SiteFault, SiteFileProblem } from '../../domain/site'
import { formatList } from '../format'
import { names } from './names'

const found = ({ type, value }: FoundValue): string =>
  ({ null: 'null', list: 'a list', text: 'text', object: 'an object', number: `the number ${value}`, boolean: value })[
    type
  ]

function pattern(problem: PatternProblem): string {
  switch (problem.code) {
    case 'not-a-pattern':
      return 'is not a regular expression.'
    case 'too-long':
      return 'is too long, or repeats too often.'
    case 'unsupported':
      return `${problem.found === undefined ? 'has an unsupported end' : `can’t have “${problem.found}” there`}. Supported: characters, classes, groups, |, *, +, ? and {n,m}.`
  }
}

/** Follows the path of what is wrong. */
function fault(fault: SiteFault): string {
  switch (fault.code) {
    case 'not-text':
      return `must be text in quotes, not ${found(fault.found)}.`
    case 'not-a-flag':
      return `must be true or false, not ${found(fault.found)}.`
    case 'not-a-list':
      return `must be a list in [ ], not ${found(fault.found)}.`
    case 'not-an-object':
      return `must be an object in { }, not ${found(fault.found)}.`
    case 'blank':
      return 'must not be blank.'
    case 'link':
      return 'must be an https or http address.'
    case 'logo':
      return 'must be a relative address in Lockgate’s own folder, such as logo.svg.'
    case 'placement':
      return 'must be the placement’s name alone, without a colon.'
    case 'missing':
      return 'is missing.'
    case 'prefix-or-pattern':
      return 'must have either a prefix or a pattern.'
    case 'endpoint':
      return `must be the address of a gateway. ${names.gateway[fault.problem]}`
    case 'pattern':
      return pattern(fault.problem)
    case 'unknown-field':
      return `is not a known field. Known: ${formatList(fault.known)}.`
  }
}

export const site = {
  problem: (problem: SiteFileProblem): string => {
    switch (problem.code) {
      case 'not-read':
        return `site.json could not be read: the server responded with status ${problem.status}.`
      case 'not-json':
        return `site.json is not valid JSON: ${problem.message}`
      case 'not-understood':
        return `site.json has an error: ${problem.path === '' ? 'it' : problem.path} ${fault(problem.fault)}`
    }
  }
}
