// Policies whose effect on anonymous requests was measured on a real gateway: read by a unit test, asked again by a contract test.

export interface MeasuredPolicy {
  readonly name: string
  /** One statement or several, with BUCKET for the bucket's name. */
  readonly statement: unknown
  /** Whether somebody without credentials could read the object `k`, and list. */
  readonly mayRead: boolean
  readonly mayList: boolean
}

const objects = 'arn:aws:s3:::BUCKET/*'
const read = { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: objects }
const list = { Effect: 'Allow', Principal: { AWS: '*' }, Action: ['s3:ListBucket'], Resource: 'arn:aws:s3:::BUCKET' }
const [yes, no] = [true, false]

export const MEASURED_POLICIES: readonly MeasuredPolicy[] = [
  { name: 'reading for everybody', statement: [read], mayRead: yes, mayList: no },
  { name: 'listing, in an object that is no list', statement: list, mayRead: no, mayList: yes },
  {
    name: 'everything, but for listing',
    statement: [
      { ...read, Principal: { AWS: ['*'] }, Action: 's3:*', Resource: ['arn:aws:s3:::BUCKET', objects] },
      { ...list, Effect: 'Deny' }
    ],
    mayRead: yes,
    mayList: no
  },
  {
    name: 'wildcards',
    statement: [{ ...read, Action: 's3:Get*', Resource: 'arn:aws:s3:::BUCKET/k*' }],
    mayRead: yes,
    mayList: no
  },
  {
    name: 'another case, one character',
    statement: [{ ...read, Action: 'S3:getobject', Resource: 'arn:aws:s3:::BUCKET/?' }],
    mayRead: yes,
    mayList: no
  },
  {
    name: 'every user',
    statement: [{ ...read, Principal: { AWS: 'arn:aws:iam:::user/*' } }],
    mayRead: no,
    mayList: no
  },
  {
    name: 'one user',
    statement: [{ ...read, Principal: { AWS: 'arn:aws:iam:::user/bob' } }],
    mayRead: no,
    mayList: no
  },
  {
    name: 'all but one user',
    statement: [
      { Effect: 'Allow', NotPrincipal: { AWS: 'arn:aws:iam:::user/bob' }, Action: 's3:GetObject', Resource: objects }
    ],
    mayRead: yes,
    mayList: no
  },
  {
    name: 'all but one action',
    statement: [{ Effect: 'Allow', Principal: '*', NotAction: 's3:PutObject', Resource: objects }],
    mayRead: no,
    mayList: no
  },
  {
    name: 'all but one object',
    statement: [{ Effect: 'Allow', Principal: '*', Action: 's3:GetObject', NotResource: 'arn:aws:s3:::BUCKET/z' }],
    mayRead: yes,
    mayList: no
  },
  { name: 'everything', statement: [{ ...read, Action: '*', Resource: '*' }], mayRead: yes, mayList: yes },
  {
    name: 'a condition that is not met',
    statement: [{ ...read, Condition: { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } } }],
    mayRead: no,
    mayList: no
  },
  { name: 'listing of every bucket', statement: [{ ...list, Resource: 'arn:aws:s3:::*' }], mayRead: no, mayList: yes }
]

export function toPolicy(statement: unknown): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: statement })
}
