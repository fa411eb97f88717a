// Deutsch: förmlich, mit den üblichen Wörtern des Fachs.
import type { Messages } from '../en'
import { app } from './app'
import { policy } from './policy'
import { settings } from './settings'

export const de = {
  app,
  policy,
  settings
} satisfies Messages
