import type { Factor } from '../../api/types'

/** The figure of a factor as printed: its value, or the range from which nobody has chosen one. */
export const figureOf = ({ value, value_low, value_high }: Factor): string => value ?? [value_low, value_high].filter(Boolean).join('–')
