// Every state of the gallery, in the order of its list.
import { attributes } from './attributes'
import { buckets } from './buckets'
import { code } from './code'
import { connect } from './connect'
import { copies } from './copies'
import { errors } from './errors'
import { inspector } from './inspector'
import { keys } from './keys'
import { objectDialogs } from './object-dialogs'
import { objects } from './objects'
import { previews } from './previews'
import { search } from './search'
import { shell } from './shell'
import type { GalleryState } from './state'
import { transfers } from './transfers'
import { uploads } from './uploads'

export const states: readonly GalleryState[] = [
  ...connect,
  ...buckets,
  ...objects,
  ...search,
  ...inspector,
  ...objectDialogs,
  ...previews,
  ...code,
  ...copies,
  ...attributes,
  ...uploads,
  ...keys,
  ...transfers,
  ...shell,
  ...errors
]
