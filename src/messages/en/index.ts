// English: what every other language must say too.
import { app } from './app'
import { inspector } from './inspector'
import { policy } from './policy'
import { settings } from './settings'

export const en = {
  app,
  inspector,
  policy,
  settings
}

export type Messages = typeof en
