import type { Points, Reward, RewardLimitLeft } from '../../api/types'

/** Whether this person can have this reward now, and if not, the first thing that speaks against it. */
export type Standing = 'available' | 'closed' | 'out-of-stock' | 'had' | 'missing'

export function standingOf(reward: Reward, limits: readonly RewardLimitLeft[], points: Points | null): Standing {
  if (reward.state !== 'available')
    return reward.state as 'closed' | 'out-of-stock'
  if (limitOf(reward, limits)?.left === 0)
    return 'had'
  return points && points.available < reward.points ? 'missing' : 'available'
}

export const limitOf = (reward: Reward, limits: readonly RewardLimitLeft[]) => limits.find(one => one.reward_id === reward.reward_id) ?? null
