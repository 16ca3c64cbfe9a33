import { answerOf, client } from '../../api/client'

export const listAgreements = () => answerOf(client.GET('/api/v1/agreements'))
export const requestSmsCode = (phone: string) => answerOf(client.POST('/api/v1/auth/sms-codes', { body: { phone } }))
