import { answerOf, client, once } from '../../api/client'

export const listConsents = () => answerOf(client.GET('/api/v1/me/consents'))
export const giveConsent = (body: { purpose: string, text_version: string }, key: string) =>
  answerOf(client.POST('/api/v1/me/consents', { body, params: once(key) }))
export const withdrawConsent = ({ purpose }: { purpose: string }, key: string) =>
  answerOf(client.DELETE('/api/v1/me/consents/{consent_purpose}', { params: { ...once(key), path: { consent_purpose: purpose } } }))
export const checkReceipt = (receipt: string) => answerOf(client.POST('/api/v1/consent-receipt-verifications', { body: { receipt } }))

export const listDisclosures = (query: { cursor?: string, limit?: number } = {}) =>
  answerOf(client.GET('/api/v1/me/disclosures', { params: { query: { limit: 30, ...query } } }))

export const listMyExports = () => answerOf(client.GET('/api/v1/me/exports'))
export const exportMyData = (_: object, key: string) => answerOf(client.POST('/api/v1/me/exports', { params: once(key) }))

export const previewClosing = () => answerOf(client.GET('/api/v1/me/closing'))
export const keepMyAccount = (_: object, key: string) => answerOf(client.DELETE('/api/v1/me/closing', { params: once(key) }))
export const closeMyAccount = (body: { confirmation: string }, key: string) =>
  answerOf(client.DELETE('/api/v1/me', { body, params: once(key) }))
