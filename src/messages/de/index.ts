// Deutsch: förmlich, mit den üblichen Wörtern des Fachs.
import type { Messages } from '../en'
import { app } from './app'
import { buckets } from './buckets'
import { check } from './check'
import { common } from './common'
import { connect } from './connect'
import { cors } from './cors'
import { deletion } from './deletion'
import { downloads } from './downloads'
import { editing } from './editing'
import { encryption } from './encryption'
import { errors } from './errors'
import { inspector } from './inspector'
import { keys } from './keys'
import { links } from './links'
import { names } from './names'
import { objects } from './objects'
import { policy } from './policy'
import { profiles } from './profiles'
import { settings } from './settings'
import { sharing } from './sharing'
import { site } from './site'
import { sync } from './sync'
import { transfers } from './transfers'
import { uploads } from './uploads'
import { versions } from './versions'

export const de = {
  app,
  buckets,
  check,
  common,
  connect,
  cors,
  deletion,
  downloads,
  editing,
  encryption,
  errors,
  inspector,
  keys,
  links,
  names,
  objects,
  policy,
  profiles,
  settings,
  sharing,
  site,
  sync,
  transfers,
  uploads,
  versions
} satisfies Messages
