// English: what every other language must say too.
import { app } from './app'
import { common } from './common'
import { connect } from './connect'
import { editing } from './editing'
import { inspector } from './inspector'
import { links } from './links'
import { names } from './names'
import { policy } from './policy'
import { settings } from './settings'
import { sharing } from './sharing'
import { transfers } from './transfers'

export const en = {
  app,
  common,
  connect,
  editing,
  inspector,
  links,
  names,
  policy,
  settings,
  sharing,
  transfers
}

export type Messages = typeof en
