import { answerOf, client, once } from '../../api/client'
import type { RecordActivity } from '../../api/types'

export const recordActivity = (activity: RecordActivity, key: string) =>
  answerOf(client.POST('/api/v1/activities', { body: activity, params: once(key) }))

export const listActivities = (query: { cursor?: string, limit?: number } = {}) =>
  answerOf(client.GET('/api/v1/activities', { params: { query: { limit: 50, ...query } } }))

export const withdrawActivity = ({ id }: { id: string }, key: string) =>
  answerOf(client.POST('/api/v1/activities/{activity_id}/withdrawal', { params: { ...once(key), path: { activity_id: id } }, body: {} }))

export const simulateAward = (activity: RecordActivity) =>
  answerOf(client.POST('/api/v1/points/simulations', { body: { kind: activity.kind, measures: activity.measures, occurred_at: activity.occurred_at } }))

/** What the caps still allow for acts of a Shanghai day. */
export const listPointCaps = (on: string) => answerOf(client.GET('/api/v1/points/caps', { params: { query: { on } } }))
