import { answerOf, client, once } from '../../api/client'

export interface OrganisationWish { kind: string, name_zh: string, name_en: string, place_zh: string, place_en: string, unified_code?: string | null }
export interface AnnouncementWish { text_zh: string, text_en: string, starts_at: string, ends_at: string, is_urgent: boolean }

export const getOfficeHome = () => answerOf(client.GET('/api/v1/office/home'))
export interface DayWish { on: string, kind: 'work' | 'rest', name: string, reason: string }
export const getWorkingDays = (year: number) => answerOf(client.GET('/api/v1/office/working-days', { params: { query: { year } } }))
export const decideDay = (body: DayWish, key: string) => answerOf(client.POST('/api/v1/office/working-days', { params: once(key), body }))
export const getGrants = () => answerOf(client.GET('/api/v1/office/grants'))
export const listOrganisations = (query: { kind?: string, text?: string, cursor?: string }) =>
  answerOf(client.GET('/api/v1/office/organisations', { params: { query: query as never } }))
export const registerOrganisation = (body: OrganisationWish, key: string) =>
  answerOf(client.POST('/api/v1/office/organisations', { params: once(key), body: body as never }))
export const renameOrganisation = ({ id, ...body }: { id: string, name_zh: string, name_en: string, place_zh: string, place_en: string }, key: string) =>
  answerOf(client.PATCH('/api/v1/office/organisations/{organisation_id}', { params: { path: { organisation_id: id }, ...once(key) }, body }))
export const closeOrganisation = ({ id }: { id: string }, key: string) =>
  answerOf(client.POST('/api/v1/office/organisations/{organisation_id}/closing', { params: { path: { organisation_id: id }, ...once(key) } }))
export const listOfficeAnnouncements = () => answerOf(client.GET('/api/v1/office/announcements'))
export const announce = (body: AnnouncementWish, key: string) => answerOf(client.POST('/api/v1/office/announcements', { params: once(key), body }))
export const takeDownAnnouncement = ({ id }: { id: string }, key: string) =>
  answerOf(client.DELETE('/api/v1/office/announcements/{announcement_id}', { params: { path: { announcement_id: id }, ...once(key) } }))
export const listOfficeClients = (query: { state?: string, text?: string, cursor?: string }) =>
  answerOf(client.GET('/api/v1/office/clients', { params: { query: query as never } }))
export const holdClient = ({ id, reason }: { id: string, reason: string }, key: string) =>
  answerOf(client.POST('/api/v1/office/clients/{client_id}/hold', { params: { ...once(key), path: { client_id: id } }, body: { reason } }))
export const releaseClient = ({ id, reason }: { id: string, reason: string }, key: string) =>
  answerOf(client.POST('/api/v1/office/clients/{client_id}/release', { params: { ...once(key), path: { client_id: id } }, body: { reason } }))
