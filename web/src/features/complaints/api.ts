import { answerOf, client, once } from '../../api/client'
import type { FileComplaint } from '../../api/types'

export const listComplaints = (query: { cursor?: string, limit?: number } = {}) =>
  answerOf(client.GET('/api/v1/complaints', { params: { query: { limit: 30, ...query } } }))

export const getComplaint = (id: string) =>
  answerOf(client.GET('/api/v1/complaints/{complaint_id}', { params: { path: { complaint_id: id } } }))

export const fileComplaint = (complaint: FileComplaint, key: string) =>
  answerOf(client.POST('/api/v1/complaints', { body: complaint, params: once(key) }))

export type Step = 'messages' | 'appeal'

export const sayOf = ({ id, step, text, file_ids }: { id: string, step: Step, text: string, file_ids: string[] }, key: string) => {
  const params = { ...once(key), path: { complaint_id: id } }
  return step === 'appeal'
    ? answerOf(client.POST('/api/v1/complaints/{complaint_id}/appeal', { params, body: { text, file_ids } }))
    : answerOf(client.POST('/api/v1/complaints/{complaint_id}/messages', { params, body: { text, file_ids } }))
}

export const withdrawComplaint = ({ id }: { id: string }, key: string) =>
  answerOf(client.POST('/api/v1/complaints/{complaint_id}/withdrawal', { params: { ...once(key), path: { complaint_id: id } }, body: {} }))
