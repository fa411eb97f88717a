// English: what every other language must say too.
import { app } from './app'
import { settings } from './settings'

export const en = { app, settings }

export type Messages = typeof en
