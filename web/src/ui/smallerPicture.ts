const LONGEST_SIDE = 2560
const WORTH_IT_BYTES = 1_500_000
const QUALITY = 0.85

/**
 * A photo as it is worth sending: a phone takes more pixels than anybody looks at, and the villages have slow lines.
 * What this browser cannot decode or draw goes as it is; the service draws it again in any case.
 */
export async function smallerPicture(file: File): Promise<Blob> {
  if (!/^image\/(?:jpeg|png|webp)$/.test(file.type) || file.size <= WORTH_IT_BYTES || !('createImageBitmap' in window))
    return file
  try {
    const picture = await createImageBitmap(file, { imageOrientation: 'from-image' })
    const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height))
    const canvas = Object.assign(document.createElement('canvas'), { width: Math.round(picture.width * scale), height: Math.round(picture.height * scale) })
    const paper = canvas.getContext('2d')!
    paper.fillStyle = '#fff' // a drawing may be seen through
    paper.fillRect(0, 0, canvas.width, canvas.height)
    paper.drawImage(picture, 0, 0, canvas.width, canvas.height)
    picture.close()
    const smaller = await new Promise<Blob | null>(resolve => canvas.toBlob(resolve, 'image/jpeg', QUALITY))
    return smaller && smaller.size < file.size ? smaller : file
  }
  catch {
    return file
  }
}
