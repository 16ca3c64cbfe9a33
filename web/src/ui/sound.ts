/**
 * One short chime, made here, so that there is no file to wait for. A browser lets a page sound only after the person
 * has touched it; the first touch or key opens the way.
 */
const NOTES_HZ = [659.25, 987.77] // e'' and b'': a fifth, up
const APART_S = 0.12
const RINGS_S = 0.45
const LOUDNESS = 0.2

let context: AudioContext | null = null

function unlock() {
  context ??= 'AudioContext' in window ? new AudioContext() : null
  void context?.resume()
}

for (const gesture of ['pointerdown', 'keydown'])
  window.addEventListener(gesture, unlock, { once: true, passive: true })

/** Two notes upwards: it was done. Silent where nobody has touched the page, or nothing can sound. */
export function playSuccess() {
  if (context?.state !== 'running')
    return
  for (const [number, pitch] of NOTES_HZ.entries())
    ring(context, pitch, context.currentTime + number * APART_S)
}

function ring(on: AudioContext, pitch: number, at: number) {
  const tone = on.createOscillator()
  const fading = on.createGain()
  tone.type = 'sine'
  tone.frequency.value = pitch
  // From nothing, and down to nearly nothing: a tone that starts or stops at once clicks.
  fading.gain.setValueAtTime(0, at)
  fading.gain.linearRampToValueAtTime(LOUDNESS, at + 0.01)
  fading.gain.exponentialRampToValueAtTime(0.0001, at + RINGS_S)
  tone.connect(fading).connect(on.destination)
  tone.start(at)
  tone.stop(at + RINGS_S)
}
