import { vi } from 'vitest'

/** What an upload sends with; specs decide when and how it is answered. */
export class FakeUpload {
  upload: { onprogress?: (event: { lengthComputable: boolean, loaded: number, total: number }) => void } = {}
  headers: Record<string, string> = {}
  status = 0
  statusText = ''
  responseText = ''
  timeout = 0
  form: FormData | null = null
  aborted = false
  onload = () => undefined as void
  onerror = () => undefined as void
  onabort = () => undefined as void
  ontimeout = () => undefined as void

  open() {}
  setRequestHeader(name: string, value: string) {
    this.headers[name] = value
  }

  getResponseHeader() {
    return null
  }

  send(form: FormData) {
    this.form = form
  }

  abort() {
    this.aborted = true
    this.onabort()
  }

  hasSent(share: number) {
    this.upload.onprogress?.({ lengthComputable: true, loaded: share * 1000, total: 1000 })
  }

  isAnswered(status: number, body: unknown) {
    Object.assign(this, { status, responseText: JSON.stringify(body) })
    this.onload()
  }

  breaksOff() {
    this.onerror()
  }
}

/** Every upload from now on, oldest first. */
export function fakeUploads(): FakeUpload[] {
  const uploads: FakeUpload[] = []
  vi.stubGlobal('XMLHttpRequest', function () {
    const upload = new FakeUpload()
    uploads.push(upload)
    return upload
  })
  return uploads
}

/** Chooses a file as a person would. */
export async function choose(input: Element, file: File) {
  Object.defineProperty(input, 'files', { value: [file], configurable: true })
  input.dispatchEvent(new Event('change'))
}

export const storedFile = { file_id: '0197a000-0000-7000-8000-00000000f11e', name: '车票.jpg', media_type: 'image/jpeg', size_bytes: 20_480, sha256: '9f'.repeat(32), purpose: 'evidence', state: 'kept', recorded_at: '2026-11-22T09:41:00+08:00', removed_at: null, abilities: ['download'] } as const
