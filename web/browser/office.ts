// The real thing for the browser tests: `xunjian serve` on the inspected demo county, and Chromium.
import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core'

export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '')
const program = process.env.XUNJIAN ?? join(root, 'build/release/xunjian')
const shots = join(root, 'build/web-shots')

/** The day on which the county's faults are as its files say. */
const now = '2026-11-20T09:00:00+08:00'

export const password = 'Yunxi-2026-xunjian'

export class Office {
  private constructor(
    readonly dir: string,
    readonly url: string,
    readonly browser: Browser,
    private readonly server: ChildProcess,
    private readonly county: ChildProcess,
  ) {}

  /** With zhang, an administrator; the county stays open, so that it can be inspected again. */
  static async open(): Promise<Office> {
    if (!existsSync(program)) throw new Error(`${program} is not built`)
    const dir = mkdtempSync(join(tmpdir(), 'xunjian-web-'))
    execFileSync(program, ['demo', '--out', dir, '--quiet', '--browser', 'auto'], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] })
    addUser(dir, 'zhang', 'admin', '张三', 1)
    const county = spawn(program, ['demo', '--serve'], { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] })
    const curl = await lineOf(county, (line) => line.startsWith('  curl'))
    const server = spawn(
      program,
      [
        ...['serve', '--dir', dir, '--listen', '127.0.0.1:0', '--web', join(root, 'web/dist'), '--rate', '0', '--now', now],
        ...(curl.match(/--connect-to \S+/g) ?? []).flatMap((rule) => rule.split(' ')),
      ],
      { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] },
    )
    const url = await lineOf(server, () => true)
    const browser = await chromium.launch({
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium-headless-shell',
      // Chromium has no sandbox of its own for root.
      args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
    })
    return new Office(dir, url.replace(/\/$/, ''), browser, server, county)
  }

  addUser(name: string, role: string, title: string, unit = 1) {
    addUser(this.dir, name, role, title, unit)
  }

  async close() {
    await this.browser.close()
    for (const child of [this.server, this.county]) {
      const ended = new Promise((done) => child.once('exit', done))
      child.kill('SIGTERM')
      await ended
    }
    rmSync(this.dir, { recursive: true, force: true })
  }
}

/** Somebody who may sign in at once. */
function addUser(dir: string, name: string, role: string, title: string, unit: number) {
  execFileSync(
    program,
    ['user', 'add', name, '--dir', dir, '--role', role, '--title', title, '--unit', String(unit), '--password-file', '-'],
    { cwd: root, input: `${password}\n`, stdio: ['pipe', 'ignore', 'inherit'] },
  )
}

async function lineOf(child: ChildProcess, fits: (line: string) => boolean): Promise<string> {
  if (!child.stdout) throw new Error('no stdout')
  const lines = createInterface({ input: child.stdout })
  return new Promise((done, fail) => {
    lines.on('line', (line) => fits(line) && done(line))
    child.once('exit', (code) => fail(new Error(`xunjian ended with ${code}`)))
  })
}

/** Somebody at a browser. What the pages complain of on the console is kept in `complaints`. */
export class Clerk {
  readonly complaints: string[] = []

  private constructor(
    readonly office: Office,
    readonly context: BrowserContext,
    readonly page: Page,
  ) {
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) this.complaints.push(`${page.url()}: ${message.text()}`)
    })
    page.on('pageerror', (error) => this.complaints.push(`${page.url()}: ${error.message}`))
  }

  static async come(office: Office, size: { width: number; height: number } = { width: 1280, height: 800 }): Promise<Clerk> {
    const context = await office.browser.newContext({ viewport: size, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' })
    context.setDefaultTimeout(15000)
    return new Clerk(office, context, await context.newPage())
  }

  async open(path: string) {
    await this.page.goto(this.office.url + path)
    await this.settle()
  }

  /** Until nothing is being read any more. */
  async settle() {
    await this.page.waitForLoadState('networkidle')
  }

  async signIn(name: string) {
    await this.open('/login')
    await this.page.fill('#name', name)
    await this.page.fill('#password', password)
    await this.page.click('button[type=submit]')
    await this.page.waitForURL((url) => url.pathname !== '/login')
    await this.settle()
  }

  /** A picture in build/web-shots, for people to look at. */
  async picture(name: string) {
    mkdirSync(shots, { recursive: true })
    const width = this.page.viewportSize()?.width
    await this.page.screenshot({ path: join(shots, `${name}-${width}.png`), fullPage: true })
  }

  leave() {
    return this.context.close()
  }
}
