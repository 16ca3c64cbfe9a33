import { answerOf, client, once } from '../../api/client'

export const updateMe = (change: { nickname?: string, elder_mode?: boolean }, key: string) =>
  answerOf(client.PATCH('/api/v1/me', { body: change, params: once(key) }))
