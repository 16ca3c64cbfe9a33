/** What is handed on: words, an address, and a poster (the address of a PNG) where there is one. */
export interface Shareable { title: string, text: string, url: string, poster?: string }

/** A browser forgets the press after a few seconds; a poster that takes longer is left out. */
const POSTER_WITHIN_MS = 2_500

/**
 * Hands it to the device's own share sheet. 'impossible' where there is none, or where it does not open:
 * then the page has a sheet of its own.
 */
export async function shareBySystem(what: Shareable): Promise<'shared' | 'cancelled' | 'impossible'> {
  if (!navigator.share)
    return 'impossible'
  const { title, text, url } = what
  const files = await posterFiles(what)
  try {
    await navigator.share(files ? { title, text, url, files } : { title, text, url })
    return 'shared'
  }
  catch (error) {
    return error instanceof DOMException && error.name === 'AbortError' ? 'cancelled' : 'impossible'
  }
}

async function posterFiles({ title, poster }: Shareable): Promise<File[] | null> {
  if (!poster || !navigator.canShare?.({ files: [new File([], 'poster.png', { type: 'image/png' })] }))
    return null
  try {
    const answer = await fetch(poster, { signal: AbortSignal.timeout(POSTER_WITHIN_MS) })
    return answer.ok ? [new File([await answer.blob()], `${title}.png`, { type: 'image/png' })] : null
  }
  catch {
    return null
  }
}

/** The clipboard's interface needs a secure context; a selected field works on plain http too. */
export async function copyText(text: string): Promise<void> {
  if (navigator.clipboard && window.isSecureContext)
    return navigator.clipboard.writeText(text)
  const field = Object.assign(document.createElement('textarea'), { value: text, className: 'vh' })
  // Inside an open sheet, so that a focus trap lets the field have the selection.
  ;(document.querySelector('[role="dialog"]') ?? document.body).append(field)
  field.select()
  document.execCommand('copy')
  field.remove()
}
