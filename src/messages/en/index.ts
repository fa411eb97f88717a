// English: what every other language must say too.
import { app } from './app'
import { policy } from './policy'
import { settings } from './settings'

export const en = {
  app,
  policy,
  settings
}

export type Messages = typeof en
