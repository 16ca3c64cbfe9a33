/** Hands a file that was fetched to the browser's downloads. */
export function saveFile(content: Blob, name: string): void {
  const address = URL.createObjectURL(content)
  const link = Object.assign(document.createElement('a'), { href: address, download: name })
  document.body.append(link)
  link.click()
  link.remove()
  // Some browsers begin to read only after the click was handled.
  window.setTimeout(() => URL.revokeObjectURL(address), 60_000)
}
