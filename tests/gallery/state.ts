// Draws one state of the gallery: `?state=objects/rows&theme=dark&language=de`. `data-ready` tells when it is there, or why it is not.
import { mount } from 'svelte'
import { formatRoute } from '../../src/domain/route'
import { isLanguage, useLanguage } from '../../src/messages/messages'
import { appContext } from '../../src/state/app-context'
import App from '../../src/ui/App.svelte'
import '../../src/ui/theme/tokens.css'
import '../../src/ui/theme/base.css'
import '../../src/ui/theme/parts.css'
import '../../src/ui/theme/layout.css'
import { states } from './states'
import { User } from './user'
import { makeWorld } from './world'
import { startApp } from './start-app'

const root = document.documentElement
const asked = new URLSearchParams(location.search)

async function show(): Promise<void> {
  const state = states.find(({ name }) => name === asked.get('state'))
  if (state === undefined) throw new Error(`There is no state ${asked.get('state')}.`)
  root.dataset['theme'] = asked.get('theme') ?? 'light'
  const language = asked.get('language') ?? 'en'
  await useLanguage(isLanguage(language) ? language : 'en', ['en-GB', 'de-DE'])
  const target = document.getElementById('app') as HTMLElement
  if ('component' in state) {
    for (const props of state.props()) mount(state.component, { target, props })
    return
  }
  const world = makeWorld()
  state.world?.(world)
  history.replaceState(null, '', formatRoute(state.at))
  const app = await startApp(world)
  mount(App, { target, context: appContext(app) })
  await state.act?.(new User(), app)
}

show().then(
  () => (root.dataset['ready'] = 'yes'),
  (error: unknown) => {
    root.dataset['ready'] = String(error)
    throw error
  }
)
