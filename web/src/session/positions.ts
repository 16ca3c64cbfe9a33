import type { Membership } from '../api/types'

/** Where somebody in a position starts. */
export function homeOf(role: Membership['role']): string {
  if (role === 'merchant-clerk')
    return '/merchant'
  return ['organisation-manager', 'firm-clerk', 'event-organiser'].includes(role) ? '/organisation' : '/office'
}
