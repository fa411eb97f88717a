// Deutsch: förmlich, mit den üblichen Wörtern des Fachs.
import type { Messages } from '../en'
import { first } from './first'
import { rest } from './rest'

export const de = { ...first, ...rest } satisfies Messages
