import { answerOf, client, once } from '../../api/client'
import type { Role } from '../../api/types'

const at = (organisation_id: string) => ({ params: { path: { organisation_id } } })

export const getOrganisation = (id: string) => answerOf(client.GET('/api/v1/organisations/{organisation_id}', at(id)))
export const listMembers = (id: string) => answerOf(client.GET('/api/v1/organisations/{organisation_id}/members', at(id)))
export const inviteMember = ({ id, ...body }: { id: string, phone: string, role: Role }, key: string) =>
  answerOf(client.POST('/api/v1/organisations/{organisation_id}/invitations', { params: { path: { organisation_id: id }, ...once(key) }, body }))
export const revokeInvitation = ({ id, invitation }: { id: string, invitation: string }, key: string) =>
  answerOf(client.DELETE('/api/v1/organisations/{organisation_id}/invitations/{invitation_id}', { params: { path: { organisation_id: id, invitation_id: invitation }, ...once(key) } }))
export const endMembership = ({ id, membership }: { id: string, membership: string }, key: string) =>
  answerOf(client.DELETE('/api/v1/organisations/{organisation_id}/members/{membership_id}', { params: { path: { organisation_id: id, membership_id: membership }, ...once(key) } }))
export const handOver = ({ id, membership }: { id: string, membership: string }, key: string) =>
  answerOf(client.POST('/api/v1/organisations/{organisation_id}/hand-over', { params: { path: { organisation_id: id }, ...once(key) }, body: { membership_id: membership } }))
