import type { Role } from '../../api/types'
import type { IconName } from '../../ui/icons'

interface Door { to: string, name: string, icon: IconName, roles?: readonly Role[] }

const KEEP_THE_LIST: readonly Role[] = ['system-administrator', 'security-officer', 'auditor', 'service-desk']

const GUARD_PEOPLE: readonly Role[] = ['service-desk', 'security-officer']
/** Who drafts, approves or looks at versioned data: the table beside the grants. */
const KEEP_DATA: readonly Role[] = ['system-administrator', 'security-officer', 'rule-editor', 'rule-approver', 'forestry-maker', 'forestry-checker', 'ecology-officer', 'auditor']

/** Every page of the office, in the order of its side; without roles it is everybody's who works in one. */
const DOORS: readonly Door[] = [
  { to: '/office', name: 'office.home', icon: 'list' },
  { to: '/office/complaints', name: 'title.complaints', icon: 'paper', roles: ['service-desk'] },
  { to: '/office/recoveries', name: 'title.recoveries', icon: 'phone', roles: GUARD_PEOPLE },
  { to: '/office/name-corrections', name: 'title.nameCorrections', icon: 'paper', roles: GUARD_PEOPLE },
  { to: '/office/people', name: 'title.people', icon: 'search', roles: GUARD_PEOPLE },
  { to: '/office/releases', name: 'title.releases', icon: 'flask', roles: KEEP_DATA },
  { to: '/office/organisations', name: 'title.organisations', icon: 'people', roles: KEEP_THE_LIST },
  { to: '/office/clients', name: 'title.officeClients', icon: 'keys', roles: ['system-administrator', 'security-officer', 'auditor'] },
  { to: '/office/announcements', name: 'title.announcements', icon: 'bell', roles: ['system-administrator'] },
  { to: '/office/working-days', name: 'title.workingDays', icon: 'calendar' },
  { to: '/office/grants', name: 'title.grants', icon: 'keys', roles: ['system-administrator', 'security-officer', 'auditor'] },
]

export const doorsOf = (role: string) => DOORS.filter(door => door.roles?.includes(role as Role) ?? true)
