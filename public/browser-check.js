// Lockgate, Apache-2.0. Tells people whose browser is too old for Lockgate so, instead of a blank page. It runs before the rest loads,
// and so in any browser at all: ES5, and nothing from elsewhere. Where the notice stands, main.ts does not start.
;(function () {
  // One for each of what Lockgate uses, as far as it came last to a browser; README.md and the sentence below name those versions.
  var needs = {
    'JavaScript modules': function () {
      return 'noModule' in HTMLScriptElement.prototype
    },
    'AbortSignal.any': function () {
      return typeof AbortSignal.any === 'function' // Chrome 116, Firefox 124, Safari 17.4
    },
    'URL.canParse': function () {
      return typeof URL.canParse === 'function' // Chrome 120, Firefox 115, Safari 17
    },
    popover: function () {
      return 'popover' in HTMLElement.prototype // Chrome 114, Firefox 125, Safari 17
    },
    'Element.checkVisibility': function () {
      return typeof Element.prototype.checkVisibility === 'function' // Chrome 105, Firefox 106, Safari 17.4
    },
    'String.isWellFormed': function () {
      return typeof String.prototype.isWellFormed === 'function' // Chrome 111, Firefox 119, Safari 16.4
    },
    'Array.toSorted': function () {
      return typeof Array.prototype.toSorted === 'function' // Chrome 110, Firefox 115, Safari 16
    },
    'Array.findLast': function () {
      return typeof Array.prototype.findLast === 'function' // Chrome 97, Firefox 104, Safari 15.4
    },
    BroadcastChannel: function () {
      return typeof BroadcastChannel === 'function' // Chrome 54, Firefox 38, Safari 15.4
    }
  }
  var missing = []
  for (var name in needs) if (!has(needs[name])) missing.push(name)
  if (missing.length === 0) return

  document.title = 'Lockgate: browser too old'
  var notice = document.createElement('div')
  notice.id = 'too-old'
  notice.setAttribute('role', 'alert')
  notice.style.cssText = 'max-width: 480px; margin: 0 auto; padding: 64px 16px; font: 16px/24px sans-serif'
  say('h1', 'Your browser is too old for Lockgate')
  say('p', 'It needs Chrome or Edge 120, Firefox 125 or Safari 17.4, or a newer version.')
  say('p', 'Update your browser, or open this page in another one. What Lockgate stored here was not changed.')
  say('p', 'Not supported here: ' + missing.join(', ') + '.').style.fontSize = '13px'
  document.getElementById('app').appendChild(notice)

  function has(look) {
    try {
      return look()
    } catch (_) {
      return false // not even the object that should have it is there
    }
  }

  function say(element, words) {
    var line = document.createElement(element)
    line.appendChild(document.createTextNode(words))
    line.style.marginBottom = '16px'
    notice.appendChild(line)
    return line
  }
})()
