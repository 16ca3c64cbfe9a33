import { answerOf, client, once } from '../../api/client'

interface OneCase { id: string }
const of = (id: string, key: string) => ({ ...once(key), path: { recovery_id: id } })

export interface RecoveryWish { resident_id?: string, phone?: string, new_phone: string, reason: string, evidence_file_ids: string[] }
export const LOOK_UP_REASONS = ['asks-for-help', 'complaint', 'account-safety'] as const
export type LookUpReason = (typeof LOOK_UP_REASONS)[number]

export const listRecoveries = (query: { state?: string, cursor?: string }) =>
  answerOf(client.GET('/api/v1/office/recoveries', { params: { query: { limit: 30, ...query } as never } }))
export const getRecovery = (id: string) => answerOf(client.GET('/api/v1/office/recoveries/{recovery_id}', { params: { path: { recovery_id: id } } }))
export const openRecovery = (body: RecoveryWish, key: string) => answerOf(client.POST('/api/v1/office/recoveries', { body, params: once(key) }))
export const approveRecovery = ({ id }: OneCase, key: string) =>
  answerOf(client.POST('/api/v1/office/recoveries/{recovery_id}/approval', { params: of(id, key) }))
export const refuseRecovery = ({ id, reason }: OneCase & { reason: string }, key: string) =>
  answerOf(client.POST('/api/v1/office/recoveries/{recovery_id}/refusal', { body: { reason }, params: of(id, key) }))

export interface NameCorrectionWish { phone: string, name: string, resident_id: string, reason: string, evidence_file_ids: string[] }
const theName = (id: string, key: string) => ({ ...once(key), path: { name_correction_id: id } })
export const listNameCorrections = (query: { state?: string, cursor?: string }) =>
  answerOf(client.GET('/api/v1/office/name-corrections', { params: { query: { limit: 30, ...query } as never } }))
export const getNameCorrection = (id: string) => answerOf(client.GET('/api/v1/office/name-corrections/{name_correction_id}', { params: { path: { name_correction_id: id } } }))
export const openNameCorrection = (body: NameCorrectionWish, key: string) => answerOf(client.POST('/api/v1/office/name-corrections', { body, params: once(key) }))
export const approveNameCorrection = ({ id }: OneCase, key: string) =>
  answerOf(client.POST('/api/v1/office/name-corrections/{name_correction_id}/approval', { params: theName(id, key) }))
export const refuseNameCorrection = ({ id, reason }: OneCase & { reason: string }, key: string) =>
  answerOf(client.POST('/api/v1/office/name-corrections/{name_correction_id}/refusal', { body: { reason }, params: theName(id, key) }))

export const lookUpPerson = (body: { phone: string, reason: LookUpReason, case_number: string | null }, key: string) =>
  answerOf(client.POST('/api/v1/office/person-lookups', { body, params: once(key) }))
