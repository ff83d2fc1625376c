import { t } from '../words'
import { agreed } from './ask'
import { tell, tellFailure } from './tell'

/** Takes back what was entered by mistake, after a question; the server says why not. True: it is gone. */
export async function removed(name: string, remove: () => Promise<unknown>): Promise<boolean> {
  if (!(await agreed(t('remove.ask', { name })))) return false
  try {
    await remove()
    tell(t('remove.done'))
    return true
  } catch (error) {
    tellFailure(error)
    return false
  }
}
