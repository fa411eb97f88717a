// The errors' words by topic; together they are all cases.
import type { AllErrors } from '../error-case'
import { access } from './errors/access'
import { buckets } from './errors/buckets'
import { connection } from './errors/connection'
import { device } from './errors/device'
import { encryption } from './errors/encryption'
import { objects } from './errors/objects'

export const errors: AllErrors = { ...connection, ...access, ...buckets, ...encryption, ...objects, ...device }
