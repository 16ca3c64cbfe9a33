/** Hands a link to the device's share sheet, or copies it; false when the person closed the sheet. */
export async function shareOrCopy(title: string, url: string): Promise<'shared' | 'copied' | 'cancelled'> {
  if (navigator.share) {
    try {
      await navigator.share({ title, url })
      return 'shared'
    }
    catch (error) {
      if (error instanceof DOMException && error.name === 'AbortError')
        return 'cancelled'
    }
  }
  await copyText(url)
  return 'copied'
}

/** The clipboard's interface needs a secure context; a selected field works on plain http too. */
export async function copyText(text: string): Promise<void> {
  if (navigator.clipboard && window.isSecureContext)
    return navigator.clipboard.writeText(text)
  const field = Object.assign(document.createElement('textarea'), { value: text, className: 'vh' })
  document.body.append(field)
  field.select()
  document.execCommand('copy')
  field.remove()
}
