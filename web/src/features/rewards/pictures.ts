import bus from '../../assets/rewards/bus.svg'
import cup from '../../assets/rewards/cup.svg'
import jerky from '../../assets/rewards/jerky.svg'
import leicha from '../../assets/rewards/leicha.svg'
import power from '../../assets/rewards/power.svg'
import yew from '../../assets/rewards/yew.svg'

const pictures: Record<string, { file: string, ground: string }> = {
  bus: { file: bus, ground: '#E4ECDF' },
  leicha: { file: leicha, ground: '#F7E8CD' },
  jerky: { file: jerky, ground: '#F8E2DC' },
  yew: { file: yew, ground: '#EDF0D6' },
  cup: { file: cup, ground: '#DDEBED' },
  power: { file: power, ground: '#EEE9DB' },
}

export const pictureOf = (name: string) => pictures[name] ?? pictures.yew!
