// The gallery's own page: the names of all states, and the chosen one in a frame of its own, where no dialog covers another.
import { states } from './states'

const form = document.querySelector('form') as HTMLFormElement
const list = document.querySelector('ul') as HTMLUListElement
const frame = document.querySelector('iframe') as HTMLIFrameElement

for (const { name } of states) {
  const link = Object.assign(document.createElement('a'), { href: `#${name}`, textContent: name })
  list.appendChild(document.createElement('li')).appendChild(link)
}

function show(): void {
  const name = decodeURIComponent(location.hash.slice(1)) || (states[0]?.name ?? '')
  const { find = '', theme = '', language = '', width = '' } = Object.fromEntries(new FormData(form)) as Chosen
  for (const link of list.querySelectorAll('a')) {
    link.toggleAttribute('hidden', !link.hash.includes(find))
    if (link.hash === `#${name}`) link.setAttribute('aria-current', 'true')
    else link.removeAttribute('aria-current')
  }
  frame.style.width = `${width}px`
  const address = `./state.html?${new URLSearchParams({ state: name, theme, language }).toString()}`
  if (frame.dataset['address'] !== address) frame.src = frame.dataset['address'] = address
}

type Chosen = Record<'find' | 'theme' | 'language' | 'width', string>

form.addEventListener('input', show)
form.addEventListener('submit', (event) => event.preventDefault())
window.addEventListener('hashchange', show)
show()
