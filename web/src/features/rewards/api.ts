import { answerOf, client, once } from '../../api/client'

export const listRewards = (query: { merchant?: string, cursor?: string } = {}) =>
  answerOf(client.GET('/api/v1/rewards', { params: { query: { limit: 50, ...query } } }))

export const getReward = (id: string) => answerOf(client.GET('/api/v1/rewards/{reward_id}', { params: { path: { reward_id: id } } }))

export const listMyRewardLimits = () => answerOf(client.GET('/api/v1/my-reward-limits'))

/** A code is dead after its first attempt, so every one is asked for anew, with a key of its own. */
export const issuePayCode = (key: string) => answerOf(client.POST('/api/v1/pay-codes', { body: {}, params: once(key) }))

export const listMyRedemptions = (query: { cursor?: string, limit?: number } = {}) => answerOf(client.GET('/api/v1/my-redemptions', { params: { query } }))
