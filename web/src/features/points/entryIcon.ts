import type { PointEntry } from '../../api/types'
import { iconOf, type IconName } from '../../ui/icons'

const ofCause: Record<string, { name: IconName, tone: string }> = {
  redemption: { name: 'gift', tone: 'sunk' },
  reversal: { name: 'swap', tone: 'str' },
  withdrawal: { name: 'back', tone: 'sunk' },
  expiry: { name: 'wait', tone: 'sunk' },
}

/** The picture of an entry goes by what stands behind it: a behaviour, or what else moved points. */
export function entryIcon({ cause_kind }: PointEntry): { name: IconName, tone: string } {
  return ofCause[cause_kind] ?? { name: iconOf(cause_kind), tone: cause_kind === 'mobility.walk' ? 'bam' : '' }
}
