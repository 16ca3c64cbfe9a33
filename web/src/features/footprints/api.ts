import { answerOf, client, once } from '../../api/client'
import type { FootprintIn } from '../../api/types'

export const listFootprintActivities = (period: string) =>
  answerOf(client.GET('/api/v1/footprint-activities', { params: { query: { period } } }))

export const listEmissionFactors = () => answerOf(client.GET('/api/v1/emission-factors'))

export const estimateFootprint = (footprint: FootprintIn) =>
  answerOf(client.POST('/api/v1/footprint-estimates', { body: footprint }))

export const recordFootprint = (footprint: FootprintIn & { replaces?: string }, key: string) =>
  answerOf(client.POST('/api/v1/footprints', { body: footprint, params: once(key) }))

export const listFootprints = (query: { period?: string, limit?: number, cursor?: string } = {}) =>
  answerOf(client.GET('/api/v1/footprints', { params: { query } }))

export const getFootprint = (id: string) =>
  answerOf(client.GET('/api/v1/footprints/{footprint_id}', { params: { path: { footprint_id: id } } }))

export const getFootprintReceipt = (id: string) =>
  answerOf(client.GET('/api/v1/footprints/{footprint_id}/receipt', { params: { path: { footprint_id: id } } }))

export const withdrawFootprint = ({ id }: { id: string }, key: string) =>
  answerOf(client.POST('/api/v1/footprints/{footprint_id}/withdrawal', { params: { path: { footprint_id: id }, ...once(key) }, body: {} }))
