// Findings and sessions as the server sends them.
import type { Finding, FindingWhole, List, Role, Session } from '../src/api/types'

export function aFinding(n: number, more: Partial<Finding> = {}): Finding {
  return {
    id: n.toString(16).padStart(16, '0'),
    site: '5199010002',
    site_name: '云溪县教育局',
    check: 'typo',
    check_title: '错别字',
    case: 'A07',
    url: `http://jyj.yunxixian.gov.cn/${n}.html`,
    where: '',
    excerpt: `第${n}处`,
    suggest: '',
    measured: null,
    limit: null,
    grade: 'fault',
    confidence: 0.9,
    since: '2026-11-20',
    first_seen: '2026-11-20T09:00:00+08:00',
    last_seen: '2026-11-20T09:00:00+08:00',
    gone: null,
    returns: 0,
    detail: {},
    evidence: [],
    state: 'unreviewed',
    review: null,
    ...more,
  }
}

export function whole(finding: Finding, more: Partial<FindingWhole> = {}): FindingWhole {
  const page = { url: finding.url, title: '', text: finding.excerpt, is_source: false, is_cut: false, marks: [], fetched: '2026-11-20T09:00:00+08:00', is_rendered: false }
  return { ...finding, has_picture: false, page_problem: null, records: [], actions: [], page, ...more }
}

export function listOf<T>(items: T[]): List<T> {
  return { items, total: items.length, page: 1, per_page: 100, as_of: '2026-11-20T09:00:00+08:00' }
}

export function aSession(role: Role = 'admin'): Session {
  const user = { id: 1, name: 'zhang', title: '张三', role, unit: { id: 1, name: '云溪县' } }
  return { user, csrf: 'token', must_change_password: false }
}
