import { answerOf, client } from '../../api/client'
import type { EntryDirection } from '../../api/types'

export const getPoints = () => answerOf(client.GET('/api/v1/points'))

export const listPointEntries = (query: { direction?: EntryDirection, cursor?: string }) =>
  answerOf(client.GET('/api/v1/points/entries', { params: { query: { ...query, limit: 30 } } }))

export const explainPointEntry = (id: string) =>
  answerOf(client.GET('/api/v1/points/entries/{entry_id}/explanation', { params: { path: { entry_id: id } } }))

export const listRules = () => answerOf(client.GET('/api/v1/rules'))
