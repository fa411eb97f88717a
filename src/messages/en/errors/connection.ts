// What comes of a gateway’s address, its network, its answers and the credentials.
import type { SomeErrors, ErrorParameters as P } from '../../error-case'
import { NOTHING_CHANGED, gateway, kept } from './phrases'

const DATA_UNCHANGED = 'Your objects and encryption keys are unchanged.'

const outcome = ({ mayHaveChanged }: P): string =>
  mayHaveChanged ? 'The last operation may or may not have completed.' : NOTHING_CHANGED

export const connection = {
  unreachable: (p) => ({
    title: 'No response from the gateway',
    meaning: `${gateway(p)} did not respond, or the connection broke.${kept(p)}`,
    remedy:
      'Check the address and your network (including any VPN), then retry. Open the address in a new tab to see any certificate warning.'
  }),
  'cors-blocked': (p) => ({
    title: 'Blocked by the gateway’s CORS settings',
    meaning: `${gateway(p)} is up but doesn’t let Lockgate read its response, so the result is unknown.${kept(p)}`,
    remedy:
      'The administrator must send CORS headers for Lockgate with every response, including errors. “Check connection” in the profile menu shows them.'
  }),
  offline: (p) => ({
    title: 'You’re offline',
    meaning: `The browser has no network connection, and this needs the gateway.${kept(p)}`,
    remedy: 'Reconnect and retry. Keys can be created, imported and backed up offline.'
  }),
  redirected: (p) => ({
    title: 'The gateway redirects to another address',
    meaning: `${gateway(p)} answered with a redirect. Lockgate did not follow it, so nothing was sent to another host.`,
    remedy: 'Enter the final address in the profile, often the same one with https.'
  }),
  'data-redirected': (p) => ({
    title: 'Your data was sent to another host',
    meaning: `${gateway(p)} redirected the upload, and the browser followed: ${p.receivedBy} received the data. No encryption key was sent.`,
    remedy: `Tell the gateway’s administrator. If you don’t trust ${p.receivedBy}, treat the file’s contents as disclosed.`
  }),
  'not-s3': (p) => ({
    title: 'That wasn’t an S3 gateway',
    meaning: `The response wasn’t valid S3; a proxy or a Wi-Fi login page may have answered instead. ${outcome(p)}`,
    remedy: 'Check the address in the profile. On a guest network, sign in to it first. Then retry.'
  }),
  'gateway-busy': (p) => ({
    title: 'The gateway is busy',
    meaning: `${gateway(p)} asked to slow down.${kept(p)}`,
    remedy: 'Retry in a moment.'
  }),
  'gateway-failed': (p) => ({
    title: 'Gateway error',
    meaning: `${gateway(p)}, or a proxy in front of it, had an internal error. ${outcome(p)}${kept(p)}`,
    remedy: 'Retry. If it keeps happening, send the details below to your administrator.'
  }),
  'access-key-unknown': () => ({
    title: 'Unknown access key',
    meaning: `It was mistyped, belongs to another gateway, or was revoked. ${DATA_UNCHANGED}`,
    remedy: 'Compare the access key with the one you were given.'
  }),
  'secret-wrong': () => ({
    title: 'Wrong secret key',
    meaning: `The gateway knows the access key, but the signature made with this secret is wrong. ${DATA_UNCHANGED}`,
    remedy: 'Enter the whole secret key again.'
  }),
  'clock-skewed': () => ({
    title: 'This computer’s clock is wrong',
    meaning: `Gateways reject requests whose time is more than 15 minutes off. ${NOTHING_CHANGED}`,
    remedy: 'Set the date, time and time zone automatically, then retry.'
  }),
  'region-wrong': (p) => ({
    title: 'Wrong region in the profile',
    meaning: `${gateway(p)} expects the region “${p.region}”. ${NOTHING_CHANGED}`,
    remedy: 'Use that region in the profile.'
  }),
  'token-refused': () => ({
    title: 'The gateway rejected this token',
    meaning: `The password in it may have changed, the account may be closed, or this gateway doesn’t accept tokens. ${DATA_UNCHANGED}`,
    remedy: 'Create a new token with your current password, or use an access key.'
  }),
  'credentials-refused': () => ({
    title: 'The gateway rejected these credentials',
    meaning: `It doesn’t say why. Gateways that also accept tokens respond like this to a mistyped access key or secret key. ${DATA_UNCHANGED}`,
    remedy: 'Compare the access key and the secret key with the ones you were given.'
  }),
  'not-supported': () => ({
    title: 'Not supported by this gateway',
    meaning: `It reports that it doesn’t have this operation. ${NOTHING_CHANGED}`,
    remedy: 'A newer gateway may have it; ask the administrator which version this is.'
  }),
  'request-refused': () => ({
    title: 'The gateway rejected the request',
    meaning: `It returned an error Lockgate doesn’t recognize. ${NOTHING_CHANGED}`,
    remedy: 'Send the details below to your administrator.'
  }),
  unexpected: () => ({
    title: 'Something went wrong in Lockgate',
    meaning: 'This is a bug in Lockgate. The last operation may or may not have completed.',
    remedy: 'Check the listing, then retry. If it keeps happening, report the details below.'
  })
} satisfies SomeErrors
