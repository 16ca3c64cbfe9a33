import { answerOf, client } from './client'

/** The content of a file, with the type that it really has. */
export async function fileContent(id: string): Promise<Blob> {
  return await answerOf(client.GET('/api/v1/files/{file_id}/content', { params: { path: { file_id: id } }, parseAs: 'blob' })) as unknown as Blob
}

export const getFile = (id: string) => answerOf(client.GET('/api/v1/files/{file_id}', { params: { path: { file_id: id } } }))

export const getJob = (id: string) => answerOf(client.GET('/api/v1/jobs/{job_id}', { params: { path: { job_id: id } } }))

/** As an address that a page may show: its policy lets pictures come from the page itself alone. */
export function asDataUrl(content: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.onload = () => resolve(String(reader.result))
    reader.onerror = () => reject(reader.error)
    reader.readAsDataURL(content)
  })
}
