import { answerOf, client } from '../../api/client'

export const getCertificate = (number: string) =>
  answerOf(client.GET('/api/v1/certificates/{number}', { params: { path: { number } } }))

export const verifyCertificate = (text: string) =>
  answerOf(client.POST('/api/v1/certificate-verifications', { body: { text } }))

export const searchRegistry = (q: string) =>
  answerOf(client.GET('/api/v1/registry/search', { params: { query: { q } } }))

export const getSerialHistory = (serial: string) =>
  answerOf(client.GET('/api/v1/registry/serials/{serial}', { params: { path: { serial } } }))

export const getBatch = (number: string) =>
  answerOf(client.GET('/api/v1/registry/batches/{number}', { params: { path: { number } } }))

export const getStatistics = () => answerOf(client.GET('/api/v1/registry/statistics'))
