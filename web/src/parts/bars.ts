/** One kind of bars of BarsChart: a value for each place, and the CSS variable of the colour. */
export interface Bars {
  name: string
  colour: `--${string}`
  values: number[]
}
