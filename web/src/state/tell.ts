// Short messages at the top of the page.
import { ElMessage } from 'element-plus'
import 'element-plus/es/components/message/style/css'
import { t } from '../words'
import { reasonOf } from './load'

export function tell(text: string) {
  ElMessage({ message: text, type: 'success', duration: 2000, grouping: true })
}

export function tellFailure(error: unknown) {
  ElMessage({
    message: t('state.failed', { reason: reasonOf(error) }),
    type: 'error',
    duration: 8000,
    showClose: true,
    grouping: true,
  })
}
