import type { Points } from '../../api/types'

const SOON_DAYS = 92

/** The next points that run out, if that is soon: a date two years ahead is no news. */
export function expiringSoon(points: Points | null, now = new Date()) {
  const horizon = new Date(now.getTime() + SOON_DAYS * 86_400_000).toISOString().slice(0, 10)
  return points?.expiring.find(one => one.business_date <= horizon) ?? null
}
