// English: what every other language must say too.
import { app } from './app'
import { common } from './common'
import { inspector } from './inspector'
import { names } from './names'
import { policy } from './policy'
import { settings } from './settings'

export const en = {
  app,
  common,
  inspector,
  names,
  policy,
  settings
}

export type Messages = typeof en
