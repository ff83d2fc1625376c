import { ElMessageBox } from 'element-plus'
import 'element-plus/es/components/message-box/style/css'
import { t } from '../words'

/** Whether the clerk agrees. */
export async function agreed(question: string): Promise<boolean> {
  try {
    await ElMessageBox.confirm(question, { confirmButtonText: t('review.ok'), cancelButtonText: t('form.cancel') })
    return true
  } catch {
    return false
  }
}
