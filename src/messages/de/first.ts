import type { Messages } from '../en'
import { app } from './app'
import { buckets } from './buckets'
import { common } from './common'
import { errors } from './errors'
import { names } from './names'
import { profiles } from './profiles'
import { settings } from './settings'
import { sync } from './sync'
import { publicAccessInWords } from './public-access'

export const first = {
  app,
  buckets,
  common,
  errors,
  names,
  profiles,
  settings,
  sync,
  publicAccess: publicAccessInWords
} satisfies Partial<Messages>
