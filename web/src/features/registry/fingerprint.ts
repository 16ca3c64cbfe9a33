/** A certificate has some 100 KB: what is larger by far is something else, and not worth a phone's memory. */
export const LARGEST_BYTES = 10 * 1024 * 1024

/** Browsers reckon it on encrypted pages only. */
export const canFingerprint = () => Boolean(globalThis.crypto?.subtle)

/** SHA-256 in hexadecimal, reckoned on this device. */
export async function fingerprint(file: Blob): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', await file.arrayBuffer())
  return Array.from(new Uint8Array(digest), byte => byte.toString(16).padStart(2, '0')).join('')
}
