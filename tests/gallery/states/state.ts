// What a state of the gallery is: a place of the app with its data and what a user does there, or a component that no place shows alone.
import type { Component } from 'svelte'
import type { Route } from '../../../src/domain/route'
import type { App } from '../../../src/state/app-context'
import type { User } from '../user'
import type { World } from '../world'

export interface AppState {
  /** Unique, as in the address: `objects/rows`. */
  readonly name: string
  readonly at: Route
  /** What is different from the usual data. */
  readonly world?: (world: World) => void
  readonly act?: (user: User, app: App) => unknown
}

export interface ComponentState<Props extends Record<string, unknown> = Record<string, unknown>> {
  readonly name: string
  readonly component: Component<Props>
  /** One for each time that it is shown. */
  readonly props: () => readonly Props[]
}

export type GalleryState = AppState | ComponentState

/** Starts with this text. */
export function starting(text: string): RegExp {
  return new RegExp(`^${text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}`)
}
