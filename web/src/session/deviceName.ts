/** How this device is called in its owner's list: by what it says of itself, no more than they would recognise. */
export function deviceName(agent = navigator.userAgent): string {
  const system = SYSTEMS.find(([mark]) => mark.test(agent))?.[1] ?? ''
  const browser = BROWSERS.find(([mark]) => mark.test(agent))?.[1] ?? ''
  return [system, browser].filter(Boolean).join(' · ') || '?'
}

const SYSTEMS: readonly [RegExp, string][] = [
  [/iPhone/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/HarmonyOS|OpenHarmony/, 'HarmonyOS'],
  [/Android/, 'Android'],
  [/Windows/, 'Windows'],
  [/Macintosh/, 'Mac'],
  [/Linux/, 'Linux'],
]

/** Those that call themselves several things stand before those they name. */
const BROWSERS: readonly [RegExp, string][] = [
  [/MicroMessenger/, '微信'],
  [/AlipayClient/, '支付宝'],
  [/HuaweiBrowser/, '华为浏览器'],
  [/MiuiBrowser/, '小米浏览器'],
  [/Edg\//, 'Edge'],
  [/Firefox\//, 'Firefox'],
  [/Chrome\//, 'Chrome'],
  [/Safari\//, 'Safari'],
]
