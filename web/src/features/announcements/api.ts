import { answerOf, client } from '../../api/client'

export const listAnnouncements = () => answerOf(client.GET('/api/v1/announcements'))
