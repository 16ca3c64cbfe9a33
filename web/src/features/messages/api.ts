import { answerOf, client, once } from '../../api/client'

export const listNotices = (query: { cursor?: string, limit?: number } = {}) =>
  answerOf(client.GET('/api/v1/me/notices', { params: { query: { limit: 30, ...query } } }))

export const readAllNotices = ({ until }: { until: string | null }, key: string) =>
  answerOf(client.POST('/api/v1/me/notices/reading', { body: { until }, params: once(key) }))

export const readNotice = ({ id }: { id: string }, key: string) =>
  answerOf(client.POST('/api/v1/me/notices/{notice_id}/reading', { params: { ...once(key), path: { notice_id: id } }, body: {} }))

export const getNoticeSettings = () => answerOf(client.GET('/api/v1/me/notice-settings'))

export const updateNoticeSettings = (wish: { language?: 'zh-CN' | 'en', sms?: Record<string, boolean> }, key: string) =>
  answerOf(client.PATCH('/api/v1/me/notice-settings', { body: wish, params: once(key) }))
