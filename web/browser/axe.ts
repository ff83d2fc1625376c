import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

interface Violation {
  id: string
  impact: string
  nodes: { target: string[]; failureSummary: string }[]
}

/** What axe-core calls serious or critical on the page, a line each. */
export async function seriousFaults(page: Page): Promise<string[]> {
  // Over the debugger, not as a script element: the page's policy allows none.
  const violations = (await page.evaluate(
    `${source}; axe.run(document, { resultTypes: ['violations'], iframes: false }).then((result) => result.violations)`,
  )) as Violation[]
  return violations
    .filter((one) => ['serious', 'critical'].includes(one.impact))
    .map((one) => `${one.id}, ${one.nodes.length} times: ${one.nodes[0]?.target.join(' ')}: ${one.nodes[0]?.failureSummary}`)
}
