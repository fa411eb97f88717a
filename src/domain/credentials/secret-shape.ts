// How access keys and secret keys look where a gateway made them: what stands in the wrong field is told by it. Proves nothing.

/** 40 characters of base64's alphabet, as radosgw, AWS and others make secret keys. */
export function looksLikeSecret(text: string): boolean {
  return /^[A-Za-z0-9+/=_-]{40}$/.test(text)
}

/** Capital letters and digits, as radosgw, AWS and others make access keys. */
export function looksLikeAccessKey(text: string): boolean {
  return /^[A-Z0-9]{16,32}$/.test(text) && /[0-9]/.test(text) && /[A-Z]/.test(text)
}

/** True where the secret key looks like an access key, and the access key does not and is longer. */
export function lookSwapped(accessKey: string, secretKey: string): boolean {
  return looksLikeAccessKey(secretKey) && !looksLikeAccessKey(accessKey) && accessKey.length > secretKey.length
}
