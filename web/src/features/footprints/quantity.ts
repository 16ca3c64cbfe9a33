/**
 * A quantity as people type it, as the API takes it: ASCII digits, a point, at most three decimals.
 * Chinese keyboards give full-width digits and commas; those are turned, anything else is refused.
 */
export function readQuantity(typed: string): { quantity: string } | { wrong: true } | null {
  const plain = typed.normalize('NFKC').replace(/[,\s]/g, '').replace(/。/g, '.')
  if (plain === '')
    return null
  if (!/^\d{1,7}(\.\d{1,3})?$/.test(plain))
    return { wrong: true }
  const quantity = plain.replace(/^0+(?=\d)/, '')
  return Number(quantity) > 0 ? { quantity } : null
}

/** One more bottle: what is typed and so much more, to the third decimal, without the noise of binary fractions. */
export function addQuantity(typed: string, more: string): string {
  const read = readQuantity(typed)
  const sum = (read && 'quantity' in read ? Number(read.quantity) : 0) + Number(more)
  return String(Math.round(sum * 1000) / 1000)
}
