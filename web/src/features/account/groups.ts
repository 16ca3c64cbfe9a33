import type { useFormat } from '../../format/useFormat'
import type { IconName } from '../../ui/icons'
import { listDevices } from './api'

/** What a row needs to say how things stand. */
export interface Saying {
  t: (key: string, facts?: Record<string, unknown>) => string
  format: ReturnType<typeof useFormat>
  /** Whether there is a second factor beyond text messages. */
  secondFactor: boolean
}

export interface AccountRow {
  path: string
  icon: IconName
  tint?: 'tea' | 'bam' | 'str' | 'yew' | 'sunk'
  /** Key of the row's name, the same as the page's. */
  title: string
  /** How it stands, in words; loaded for each row by itself, so that one that fails hides nothing else. */
  state: (saying: Saying) => string | Promise<string>
}

/** The account centre, from who I am to leaving: a page that belongs there is a line here. */
export const ACCOUNT_GROUPS: readonly { name: string, rows: readonly AccountRow[] }[] = [
  { name: 'who', rows: [] },
  {
    name: 'safety',
    rows: [{
      path: '/account/security',
      icon: 'shield',
      title: 'title.security',
      state: async ({ t, secondFactor }) => t(secondFactor ? 'account.security.withApp' : 'account.security.bySms', { n: (await listDevices()).items.length }),
    }],
  },
  { name: 'data', rows: [] },
  { name: 'leaving', rows: [] },
]
