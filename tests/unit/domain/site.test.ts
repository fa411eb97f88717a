// The rule for names of buckets in site.json.
import { expect, test } from 'vitest'
import { bucketNameProblem } from '../../../src/domain/site'

test('bucket names are held against the whole rule', () => {
  expect(bucketNameProblem('anything', undefined)).toBeUndefined()
  const prefix = { prefix: 'lab-', message: 'no' }
  expect(bucketNameProblem('lab-x', prefix)).toBeUndefined()
  expect(bucketNameProblem('xlab-x', prefix)).toBe('no')
  const pattern = { pattern: 'a-.+|b-.+', message: 'no' }
  expect(bucketNameProblem('b-x', pattern)).toBeUndefined()
  expect(bucketNameProblem('xb-x', pattern)).toBe('no')
  expect(bucketNameProblem('a-', pattern)).toBe('no')
})
