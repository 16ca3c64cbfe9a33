import { answerOf, client, once } from '../../api/client'
import type { ReleaseKindName } from '../../api/types'

export type Row = Record<string, unknown>
export interface DraftWish { kind: ReleaseKindName, in_force_from: string, note: string, rows: Row[] }
export interface ChangeWish { id: string, version: number, in_force_from: string, note: string, rows: Row[] }

const of = (id: string, key: string) => ({ ...once(key), path: { release_id: id } })

export const listReleaseKinds = () => answerOf(client.GET('/api/v1/office/release-kinds'))
export const getReleaseTable = (kind: ReleaseKindName, on?: string) =>
  answerOf(client.GET('/api/v1/office/release-table', { params: { query: { kind, ...(on ? { on } : {}) } } }))
export const listReleases = (query: { kind?: string, state?: string, cursor?: string, limit?: number }) =>
  answerOf(client.GET('/api/v1/office/releases', { params: { query: { limit: 20, ...query } as never } }))
export const getRelease = (id: string) => answerOf(client.GET('/api/v1/office/releases/{release_id}', { params: { path: { release_id: id } } }))
export const listPublishedReleases = (query: { kind?: ReleaseKindName, cursor?: string }) =>
  answerOf(client.GET('/api/v1/releases', { params: { query: { limit: 20, ...query } as never } }))
export const getPublishedRelease = (id: string) => answerOf(client.GET('/api/v1/releases/{release_id}', { params: { path: { release_id: id } } }))
export const draftRelease = (body: DraftWish, key: string) => answerOf(client.POST('/api/v1/office/releases', { params: once(key), body: body as never }))
export const changeRelease = ({ id, version, ...body }: ChangeWish, key: string) =>
  answerOf(client.PATCH('/api/v1/office/releases/{release_id}', { params: { path: { release_id: id }, header: { 'Idempotency-Key': key, 'If-Match': `"${version}"` } }, body: body as never }))
export const submitRelease = ({ id }: { id: string }, key: string) =>
  answerOf(client.POST('/api/v1/office/releases/{release_id}/submission', { params: of(id, key), body: {} }))
export const withdrawRelease = ({ id }: { id: string }, key: string) =>
  answerOf(client.POST('/api/v1/office/releases/{release_id}/withdrawal', { params: of(id, key), body: {} }))
export const approveRelease = ({ id }: { id: string }, key: string) =>
  answerOf(client.POST('/api/v1/office/releases/{release_id}/approval', { params: of(id, key), body: {} }))
export const rejectRelease = ({ id, reason }: { id: string, reason: string }, key: string) =>
  answerOf(client.POST('/api/v1/office/releases/{release_id}/rejection', { params: of(id, key), body: { reason } }))

export interface ExportWish { form: 'xlsx' | 'csv', kind?: ReleaseKindName, release_id?: string }
export interface ImportWish { kind: ReleaseKindName, file_id: string, in_force_from: string, note: string }
export interface SheetError { row: number, column: string, code: string, detail: string, mend: string }
export interface Imported { release_id: string | null, rows: number, same: number, errors_count: number, errors: SheetError[], errors_file_id: string | null }

export const exportRows = (body: ExportWish, key: string) => answerOf(client.POST('/api/v1/office/release-exports', { params: once(key), body }))
export const importRows = (body: ImportWish, key: string) => answerOf(client.POST('/api/v1/office/release-imports', { params: once(key), body }))
