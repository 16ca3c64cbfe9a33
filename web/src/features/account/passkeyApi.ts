import { answerOf, client, once } from '../../api/client'

export const listPasskeys = () => answerOf(client.GET('/api/v1/auth/passkeys'))
export const beginPasskey = () => answerOf(client.POST('/api/v1/auth/passkey-registrations'))
export const addPasskey = (body: { challenge_id: string, name: string, credential_id: string, client_data: string, attestation_object: string }, key: string) =>
  answerOf(client.POST('/api/v1/auth/passkeys', { body, params: once(key) }))
export const renamePasskey = ({ id, name }: { id: string, name: string }, key: string) =>
  answerOf(client.PATCH('/api/v1/auth/passkeys/{passkey_id}', { params: { path: { passkey_id: id }, ...once(key) }, body: { name } }))
export const removePasskey = ({ id }: { id: string }, key: string) =>
  answerOf(client.DELETE('/api/v1/auth/passkeys/{passkey_id}', { params: { path: { passkey_id: id }, ...once(key) } }))
export const beginPasskeyProof = () => answerOf(client.POST('/api/v1/auth/passkey-challenges'))
