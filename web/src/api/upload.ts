import { currentCredentials } from './authorizedFetch'
import { problemOf } from './client'
import { NoAnswer } from './problem'
import type { StoredFile } from './types'

const PATIENCE_MS = 120_000

export interface Upload {
  file: Blob
  name: string
  purpose: 'evidence' | 'import'
  /** Kept by whoever retries: the same file under the same key is stored once. */
  key: string
  signal: AbortSignal
  /** 0 to 1, of what has left this device. */
  progress: (share: number) => void
}

/** Stores one file; a refusal becomes a `Problem`, silence or a stop a `NoAnswer`. */
export async function uploadFile(upload: Upload): Promise<StoredFile> {
  const credentials = currentCredentials()
  const used = credentials.accessToken()
  let answer = await send(upload, used)
  if (answer.status === 401 && used !== null && (credentials.accessToken() !== used || await credentials.renew()))
    answer = await send(upload, credentials.accessToken())
  if (answer.ok)
    return await answer.json() as StoredFile
  throw problemOf(answer, await answer.json().catch(() => null))
}

/** `fetch` tells nobody how much has been sent. */
function send({ file, name, purpose, key, signal, progress }: Upload, token: string | null): Promise<Response> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    const fail = () => reject(new NoAnswer(request.statusText))
    request.open('POST', `${window.location.origin}/api/v1/files`)
    request.timeout = PATIENCE_MS
    request.setRequestHeader('Idempotency-Key', key)
    request.setRequestHeader('Accept-Language', currentCredentials().language())
    if (token)
      request.setRequestHeader('Authorization', `Bearer ${token}`)
    request.upload.onprogress = event => event.lengthComputable && progress(event.loaded / event.total)
    request.onload = () => {
      const retryAfter = request.getResponseHeader('Retry-After')
      resolve(new Response(request.responseText || null, { status: request.status, headers: retryAfter ? { 'Retry-After': retryAfter } : {} }))
    }
    request.onerror = request.ontimeout = request.onabort = fail
    signal.addEventListener('abort', () => request.abort(), { once: true })
    const form = new FormData()
    form.append('purpose', purpose)
    form.append('file', file, name)
    request.send(form)
  })
}
