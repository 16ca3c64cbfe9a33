import { answerOf, client } from '../../api/client'

export const getCertificate = (number: string) =>
  answerOf(client.GET('/api/v1/certificates/{number}', { params: { path: { number } } }))

export const verifyCertificate = (text: string) =>
  answerOf(client.POST('/api/v1/certificate-verifications', { body: { text } }))

/** By the SHA-256 of a file that itself stays where it is. */
export const verifyPdf = (pdf_sha256: string) =>
  answerOf(client.POST('/api/v1/certificate-verifications', { body: { pdf_sha256 } }))

/** Where the printed certificate is, in the language that is spoken now: a plain link, as it is public. */
export const certificateFile = (number: string, ending: 'pdf' | 'png', lang: string) =>
  `/api/v1/certificates/${number}.${ending}?lang=${lang}&download=1`

export const searchRegistry = (q: string) =>
  answerOf(client.GET('/api/v1/registry/search', { params: { query: { q } } }))

export const getSerialHistory = (serial: string) =>
  answerOf(client.GET('/api/v1/registry/serials/{serial}', { params: { path: { serial } } }))

export const getBatch = (number: string) =>
  answerOf(client.GET('/api/v1/registry/batches/{number}', { params: { path: { number } } }))

export const getStatistics = () => answerOf(client.GET('/api/v1/registry/statistics'))
