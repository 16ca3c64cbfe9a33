import type { PointEntry } from '../../api/types'
import type { IconName } from '../../ui/icons'

/** An entry says in words what it was for; the picture goes by them, in either language. */
const pictures: [words: RegExp, name: IconName, tone: string][] = [
  [/抵消|offset/i, 'ticket', ''],
  [/步|walk/i, 'walk', 'bam'],
  [/公交|\bbus/i, 'bus', ''],
  [/火车|高铁|train|rail/i, 'train', ''],
]

export function entryIcon(entry: PointEntry): { name: IconName, tone: string } {
  if (entry.direction === 'returned')
    return { name: 'swap', tone: 'str' }
  if (entry.points < 0)
    return { name: 'gift', tone: 'sunk' }
  const found = pictures.find(([words]) => words.test(entry.title))
  return found ? { name: found[1], tone: found[2] } : { name: 'leaf', tone: '' }
}
