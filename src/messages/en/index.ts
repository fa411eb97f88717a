// English: what every other language must say too.
import { app } from './app'
import { common } from './common'
import { editing } from './editing'
import { inspector } from './inspector'
import { names } from './names'
import { policy } from './policy'
import { settings } from './settings'
import { transfers } from './transfers'

export const en = {
  app,
  common,
  editing,
  inspector,
  names,
  policy,
  settings,
  transfers
}

export type Messages = typeof en
