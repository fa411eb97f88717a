import type { Messages } from '../en'
import { attributes } from './attributes'
import { check } from './check'
import { code } from './code'
import { connect } from './connect'
import { copies } from './copies'
import { cors } from './cors'
import { deletion } from './deletion'
import { deviceLink } from './device-link'
import { downloads } from './downloads'
import { editing } from './editing'
import { encryption } from './encryption'
import { inspector } from './inspector'
import { keys } from './keys'
import { links } from './links'
import { objects } from './objects'
import { palette } from './palette'
import { policy } from './policy'
import { preview } from './preview'
import { search } from './search'
import { sharing } from './sharing'
import { site } from './site'
import { transfers } from './transfers'
import { uploads } from './uploads'
import { versions } from './versions'

export const rest = {
  attributes,
  check,
  code,
  connect,
  copies,
  cors,
  deletion,
  deviceLink,
  downloads,
  editing,
  encryption,
  inspector,
  keys,
  links,
  objects,
  palette,
  policy,
  preview,
  search,
  sharing,
  site,
  transfers,
  uploads,
  versions
} satisfies Partial<Messages>
