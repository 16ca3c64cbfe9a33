/**
 * What a hand feels, where the device can. Vibration is motion: who asked for less of that feels nothing.
 * Never the only sign of anything. A page that nobody has touched yet may not vibrate, and browsers complain of a try.
 */
function vibrate(pattern: number | number[]) {
  const touched = navigator.userActivation?.hasBeenActive ?? true
  if (touched && 'vibrate' in navigator && !matchMedia('(prefers-reduced-motion: reduce)').matches)
    navigator.vibrate(pattern)
}

/** A key of our own was pressed. */
export const tap = () => vibrate(10)

/** It was done. */
export const success = () => vibrate([20, 60, 40])

/** It was refused. */
export const refused = () => vibrate([60, 40, 60])
