// Deutsch: förmlich, mit den üblichen Wörtern des Fachs.
import type { Messages } from '../en'
import { app } from './app'
import { common } from './common'
import { editing } from './editing'
import { inspector } from './inspector'
import { names } from './names'
import { policy } from './policy'
import { settings } from './settings'
import { transfers } from './transfers'

export const de = {
  app,
  common,
  editing,
  inspector,
  names,
  policy,
  settings,
  transfers
} satisfies Messages
