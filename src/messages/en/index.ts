// English: what every other language must say too.
import { first } from './first'
import { rest } from './rest'

export const en = { ...first, ...rest }

export type Messages = typeof en
