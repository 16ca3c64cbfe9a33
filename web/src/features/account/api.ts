import { answerOf, client, once } from '../../api/client'
import type { components } from '../../api/schema'

export const requestProofCode = () => answerOf(client.POST('/api/v1/auth/proof-codes'))
type Proof = components['schemas']['ProveAgain']
export const proveAgain = (body: Proof) =>
  answerOf(client.POST('/api/v1/auth/proofs', { body }))
export const beginTotp = () => answerOf(client.POST('/api/v1/auth/totp'))
export const confirmTotp = (code: string) => answerOf(client.POST('/api/v1/auth/totp/confirmation', { body: { code } }))
export const removeTotp = () => answerOf(client.DELETE('/api/v1/auth/totp'))
export const listDevices = () => answerOf(client.GET('/api/v1/me/devices'))
export const endDevice = ({ id }: { id: string }, key: string) =>
  answerOf(client.DELETE('/api/v1/me/devices/{device_id}', { params: { path: { device_id: id }, ...once(key) } }))
export const endOtherDevices = (_: object, key: string) => answerOf(client.DELETE('/api/v1/me/devices', { params: once(key) }))
export const listMyInvitations = () => answerOf(client.GET('/api/v1/me/invitations'))
export const acceptInvitation = ({ id }: { id: string }, key: string) =>
  answerOf(client.POST('/api/v1/me/invitations/{invitation_id}/acceptance', { params: { path: { invitation_id: id }, ...once(key) } }))
export const declineInvitation = ({ id }: { id: string }, key: string) =>
  answerOf(client.POST('/api/v1/me/invitations/{invitation_id}/refusal', { params: { path: { invitation_id: id }, ...once(key) } }))
export const leavePosition = ({ id }: { id: string }, key: string) =>
  answerOf(client.DELETE('/api/v1/me/memberships/{membership_id}', { params: { path: { membership_id: id }, ...once(key) } }))
export const acceptAgreement = (body: { agreement_version: string }, key: string) =>
  answerOf(client.POST('/api/v1/me/agreement', { body, params: once(key) }))
