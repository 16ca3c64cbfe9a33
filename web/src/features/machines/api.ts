import { answerOf, client, once } from '../../api/client'
import type { components } from '../../api/schema'
import type { PublicJwk } from './publicKey'

type Schemas = components['schemas']
export type MachineClient = Schemas['Client']
export type ClientKey = Schemas['ClientKey']
export type Endpoint = Schemas['Endpoint']
export type Delivery = Schemas['Delivery']
export type EventKind = Delivery['kind']

export interface ClientWish {
  organisation: string
  name: string
  scopes: MachineClient['scopes']
  key: PublicJwk
  is_sandbox: boolean
  calls_per_minute: number
  calls_per_day: number
  key_ends_at: string | null
}
interface OfClient { organisation: string, client: string }
interface OfEndpoint { organisation: string, endpoint: string }

const ofOrganisation = (organisation_id: string) => ({ path: { organisation_id } })
const ofClient = ({ organisation, client: client_id }: OfClient, key: string) => ({ ...once(key), path: { organisation_id: organisation, client_id } })
const ofEndpoint = ({ organisation, endpoint: endpoint_id }: OfEndpoint, key: string) => ({ ...once(key), path: { organisation_id: organisation, endpoint_id } })

export const listClients = (organisation: string) => answerOf(client.GET('/api/v1/organisations/{organisation_id}/clients', { params: ofOrganisation(organisation) }))
export const getClient = (organisation: string, id: string) =>
  answerOf(client.GET('/api/v1/organisations/{organisation_id}/clients/{client_id}', { params: { path: { organisation_id: organisation, client_id: id } } }))
export const registerClient = ({ organisation, ...body }: ClientWish, key: string) =>
  answerOf(client.POST('/api/v1/organisations/{organisation_id}/clients', { params: { ...ofOrganisation(organisation), ...once(key) }, body: body as never }))
export const addClientKey = ({ organisation, client: id, ...body }: OfClient & { key: PublicJwk, not_before: string | null, ends_at: string | null }, key: string) =>
  answerOf(client.POST('/api/v1/organisations/{organisation_id}/clients/{client_id}/keys', { params: ofClient({ organisation, client: id }, key), body: body as never }))
export const retireClientKey = ({ organisation, client: client_id, kid }: OfClient & { kid: string }, key: string) =>
  answerOf(client.POST('/api/v1/organisations/{organisation_id}/clients/{client_id}/keys/{kid}/retirement', { params: { ...once(key), path: { organisation_id: organisation, client_id, kid } }, body: {} }))
export const suspendClient = ({ reason, ...of }: OfClient & { reason: string | null }, key: string) =>
  answerOf(client.POST('/api/v1/organisations/{organisation_id}/clients/{client_id}/suspension', { params: ofClient(of, key), body: { reason } }))
export const resumeClient = (of: OfClient, key: string) =>
  answerOf(client.POST('/api/v1/organisations/{organisation_id}/clients/{client_id}/resumption', { params: ofClient(of, key), body: { reason: null } }))
export const revokeClient = ({ reason, ...of }: OfClient & { reason: string | null }, key: string) =>
  answerOf(client.POST('/api/v1/organisations/{organisation_id}/clients/{client_id}/revocation', { params: ofClient(of, key), body: { reason } }))

export const listEndpoints = (organisation: string) => answerOf(client.GET('/api/v1/organisations/{organisation_id}/webhook-endpoints', { params: ofOrganisation(organisation) }))
export const addEndpoint = ({ organisation, ...body }: { organisation: string, url: string, kinds: EventKind[] }, key: string) =>
  answerOf(client.POST('/api/v1/organisations/{organisation_id}/webhook-endpoints', { params: { ...ofOrganisation(organisation), ...once(key) }, body: body as never }))
export const rotateKey = (of: OfEndpoint, key: string) =>
  answerOf(client.POST('/api/v1/organisations/{organisation_id}/webhook-endpoints/{endpoint_id}/key-rotation', { params: ofEndpoint(of, key), body: {} }))
export const enableEndpoint = (of: OfEndpoint, key: string) =>
  answerOf(client.POST('/api/v1/organisations/{organisation_id}/webhook-endpoints/{endpoint_id}/enabling', { params: ofEndpoint(of, key), body: {} }))
export const closeEndpoint = (of: OfEndpoint, key: string) =>
  answerOf(client.POST('/api/v1/organisations/{organisation_id}/webhook-endpoints/{endpoint_id}/closing', { params: ofEndpoint(of, key), body: {} }))
export const tryEndpoint = (of: OfEndpoint, key: string) =>
  answerOf(client.POST('/api/v1/organisations/{organisation_id}/webhook-endpoints/{endpoint_id}/trials', { params: ofEndpoint(of, key), body: {} }))
export const listDeliveries = ({ organisation, endpoint }: OfEndpoint, query: { state?: Delivery['state'], cursor?: string }) =>
  answerOf(client.GET('/api/v1/organisations/{organisation_id}/webhook-endpoints/{endpoint_id}/deliveries', { params: { path: { organisation_id: organisation, endpoint_id: endpoint }, query: query as never } }))
export const replayDelivery = ({ organisation, endpoint: endpoint_id, delivery: delivery_id }: OfEndpoint & { delivery: string }, key: string) =>
  answerOf(client.POST('/api/v1/organisations/{organisation_id}/webhook-endpoints/{endpoint_id}/deliveries/{delivery_id}/replay', { params: { ...once(key), path: { organisation_id: organisation, endpoint_id, delivery_id } }, body: {} }))
export const replayPeriod = ({ since, until, ...of }: OfEndpoint & { since: string, until: string }, key: string) =>
  answerOf(client.POST('/api/v1/organisations/{organisation_id}/webhook-endpoints/{endpoint_id}/replays', { params: ofEndpoint(of, key), body: { since, until } }))
