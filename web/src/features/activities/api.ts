import { answerOf, client, once } from '../../api/client'
import type { RecordActivity } from '../../api/types'

export const recordActivity = (activity: RecordActivity, key: string) =>
  answerOf(client.POST('/api/v1/activities', { body: activity, params: once(key) }))

export const listActivities = () => answerOf(client.GET('/api/v1/activities', { params: { query: { limit: 50 } } }))

export const simulateAward = (activity: RecordActivity) =>
  answerOf(client.POST('/api/v1/points/simulations', { body: { kind: activity.kind, measures: activity.measures, occurred_at: activity.occurred_at } }))
