import { answerOf, client, once } from '../../api/client'

type OneCase = { id: string }
const of = (id: string, key: string) => ({ ...once(key), path: { complaint_id: id } })

export const OUTCOMES = ['upheld', 'partly-upheld', 'rejected'] as const
export type Outcome = (typeof OUTCOMES)[number]

export const listComplaintWork = (query: { state?: string, due?: string, cursor?: string }) =>
  answerOf(client.GET('/api/v1/office/complaints', { params: { query: { limit: 30, ...query } as never } }))
export const getComplaintWork = (id: string) =>
  answerOf(client.GET('/api/v1/office/complaints/{complaint_id}', { params: { path: { complaint_id: id } } }))
export const assignComplaint = ({ id }: OneCase, key: string) =>
  answerOf(client.POST('/api/v1/office/complaints/{complaint_id}/assignment', { params: of(id, key), body: {} }))
export const askBack = ({ id, text }: OneCase & { text: string }, key: string) =>
  answerOf(client.POST('/api/v1/office/complaints/{complaint_id}/messages', { params: of(id, key), body: { text } }))
export const answerComplaint = ({ id, outcome, text }: OneCase & { outcome: Outcome, text: string }, key: string) =>
  answerOf(client.POST('/api/v1/office/complaints/{complaint_id}/answer', { params: of(id, key), body: { outcome, text } }))
export const closeComplaint = ({ id }: OneCase, key: string) =>
  answerOf(client.POST('/api/v1/office/complaints/{complaint_id}/closing', { params: of(id, key), body: {} }))
