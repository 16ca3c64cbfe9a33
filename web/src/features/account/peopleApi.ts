import { answerOf, client, once } from '../../api/client'

interface One { id: string }

export const getRealName = () => answerOf(client.GET('/api/v1/me/real-name'))
export const verifyRealName = (body: { name: string, resident_id: string }, key: string) =>
  answerOf(client.POST('/api/v1/me/real-name', { body, params: once(key) }))

const guardianship = (id: string, key: string) => ({ ...once(key), path: { guardianship_id: id } })
export const getGuardians = () => answerOf(client.GET('/api/v1/me/guardianships'))
export const nameGuardian = (body: { phone: string }, key: string) =>
  answerOf(client.POST('/api/v1/me/guardianships', { body, params: once(key) }))
export const acceptGuardianship = ({ id, version }: One & { version: string }, key: string) =>
  answerOf(client.POST('/api/v1/me/guardianships/{guardianship_id}/acceptance', { body: { consent_version: version }, params: guardianship(id, key) }))
export const declineGuardianship = ({ id }: One, key: string) =>
  answerOf(client.POST('/api/v1/me/guardianships/{guardianship_id}/refusal', { params: guardianship(id, key) }))
export const endGuardianship = ({ id }: One, key: string) =>
  answerOf(client.DELETE('/api/v1/me/guardianships/{guardianship_id}', { params: guardianship(id, key) }))

const invitation = (id: string, key: string) => ({ ...once(key), path: { household_invitation_id: id } })
export const getHousehold = () => answerOf(client.GET('/api/v1/me/household'))
export const createHousehold = (body: { name: string }, key: string) =>
  answerOf(client.POST('/api/v1/me/household', { body, params: once(key) }))
export const leaveHousehold = (_: object, key: string) => answerOf(client.DELETE('/api/v1/me/household', { params: once(key) }))
export const inviteToHousehold = (body: { phone: string }, key: string) =>
  answerOf(client.POST('/api/v1/me/household/invitations', { body, params: once(key) }))
export const revokeHouseholdInvitation = ({ id }: One, key: string) =>
  answerOf(client.DELETE('/api/v1/me/household/invitations/{household_invitation_id}', { params: invitation(id, key) }))
export const acceptHouseholdInvitation = ({ id }: One, key: string) =>
  answerOf(client.POST('/api/v1/me/household-invitations/{household_invitation_id}/acceptance', { params: invitation(id, key) }))
export const declineHouseholdInvitation = ({ id }: One, key: string) =>
  answerOf(client.POST('/api/v1/me/household-invitations/{household_invitation_id}/refusal', { params: invitation(id, key) }))
export const removeFromHousehold = ({ id }: One, key: string) =>
  answerOf(client.DELETE('/api/v1/me/household/members/{household_member_id}', { params: { ...once(key), path: { household_member_id: id } } }))
export const handHouseholdOver = ({ id }: One, key: string) =>
  answerOf(client.POST('/api/v1/me/household/hand-over', { body: { household_member_id: id }, params: once(key) }))

export const objectToRecovery = (_: object, key: string) =>
  answerOf(client.POST('/api/v1/me/recovery/refusal', { params: once(key) }))
export const listPhoneChanges = () => answerOf(client.GET('/api/v1/me/phone-changes'))
export const requestPhoneChange = (body: { challenge_id: string, code: string }, key: string) =>
  answerOf(client.POST('/api/v1/me/phone-changes', { body, params: once(key) }))
export const cancelPhoneChange = ({ id }: One, key: string) =>
  answerOf(client.POST('/api/v1/me/phone-changes/{phone_change_id}/cancellation', { params: { ...once(key), path: { phone_change_id: id } } }))
