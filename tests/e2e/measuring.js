// What a gate asks of a page: runs in the browser, gives back sentences about what is wrong.
({ leastText, leastTarget }) => {
  const isSeen = (element) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: true })
    && element.getClientRects().length > 0 && !element.closest('[aria-hidden="true"], .vh')
  const named = (element) => `<${element.tagName.toLowerCase()} class="${element.getAttribute('class') ?? ''}"> "${(element.innerText ?? element.value ?? '').trim().slice(0, 20)}"`

  const wrong = []
  const { scrollWidth, clientWidth } = document.documentElement
  if (scrollWidth > clientWidth)
    wrong.push(`scrolls sideways: ${scrollWidth} px on ${clientWidth}`)

  const small = new Map()
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement
    if (!node.data.trim() || !isSeen(element) || element.closest('script, style, noscript, sub, sup'))
      continue
    const size = parseFloat(getComputedStyle(element).fontSize)
    if (size < leastText)
      small.set(named(element), size)
  }
  small.forEach((size, what) => wrong.push(`text of ${size} px: ${what}`))

  // A link inside a sentence is as high as its line (WCAG 2.5.8); everything else is for a thumb.
  const isInSentence = (element) => element.matches('a, button') && [...element.parentElement.childNodes]
    .some(other => other !== element && other.nodeType === Node.TEXT_NODE && other.data.trim())
  for (const element of document.querySelectorAll('a[href], button, input, select, textarea, [role="switch"], [role="checkbox"]')) {
    // A field is taken by its frame or its label.
    const target = element.closest('label, .field') ?? element
    if (!isSeen(element) || isInSentence(element))
      continue
    const around = getComputedStyle(element, '::before')
    const widened = around.position === 'absolute' && around.content !== 'none' ? parseFloat(around.height) || 0 : 0
    const height = Math.round(Math.max(target.getBoundingClientRect().height, widened))
    if (height < leastTarget)
      wrong.push(`target of ${height} px: ${named(element)}`)
  }

  const titles = [...document.querySelectorAll('h1')].filter(title => title.checkVisibility())
  if (titles.length !== 1)
    wrong.push(`${titles.length} h1`)
  if (!document.title.trim())
    wrong.push('no title')
  return wrong
}
