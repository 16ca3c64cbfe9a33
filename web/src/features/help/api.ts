import { answerOf, client } from '../../api/client'

export const getHelp = () => answerOf(client.GET('/api/v1/help'))
