import { messages } from '../i18n/text';

export const m = messages({
  late: { zh: '逾期', en: 'Late' },
  reason: { zh: '理由', en: 'Reason' },
  reasonWanted: { zh: '请写明理由', en: 'Say why' },
  cancel: { zh: '取消', en: 'Cancel' },
  history: { zh: '经过', en: 'What happened' },
  because: { zh: '理由：{reason}', en: 'Reason: {reason}' },
  changedTitle: { zh: '刚刚有人改过，这里已经换成最新内容', en: 'Someone changed this just now; what you see is current' },
  changedAdvice: {
    zh: '您填写的内容没有丢。看一下现在的状态和经过；仍要这样做，再提交一次。',
    en: 'What you typed is not lost. Look at the state and what happened; if you still want to, send it again.',
  },
});
