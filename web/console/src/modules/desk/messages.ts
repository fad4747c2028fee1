import { messages } from '@/shared/i18n/text';

export const m = messages({
  title: { zh: '我的桌面', en: 'My desk' },
  morning: { zh: '早上好，{name}', en: 'Good morning, {name}' },
  afternoon: { zh: '下午好，{name}', en: 'Good afternoon, {name}' },
  evening: { zh: '晚上好，{name}', en: 'Good evening, {name}' },
  todo: { zh: '待办', en: 'To do' },
  todoNone: { zh: '没有待办', en: 'Nothing to do' },
  todoAdvice: {
    zh: '要写的报告、要回复的督办、等您决定的事都列在这里，逾期的标红。',
    en: 'Reports to write, presses to reply to and what waits for your decision are listed here; what is late is marked.',
  },
  owed: { zh: '要本单位办的', en: 'Owed by your unit' },
  toDecide: { zh: '等本单位决定的', en: 'Waiting for your decision' },
  lateBelow: { zh: '下级逾期的', en: 'Late below you' },
  report: { zh: '报告', en: 'Report' },
  press: { zh: '督办', en: 'Press' },
  commentsWaiting: { zh: '{n} 条评论待审核', en: '{n} {n:comment|comments} to moderate' },
  exportsAgreed: { zh: '{n} 件导出已批准，待下载', en: '{n} agreed {n:export|exports} to take' },
  exportsWaiting: { zh: '{n} 件导出申请待批准', en: '{n} {n:export|exports} to approve' },
  requestsWaiting: { zh: '{n} 件居民的请求待答复', en: '{n} {n:request|requests} of residents to answer' },
  waiting: { zh: '{n} 件待办', en: '{n} to do' },
  news: { zh: '本周变化', en: 'New this week' },
  newsNone: { zh: '近 7 天没有变化', en: 'Nothing changed in the last 7 days' },
  newsLine: { zh: '+{n}，现为 {of}', en: '+{n}, now {of}' },
  toBoard: { zh: '打开工作计划', en: 'Open the work plan' },
  standing: { zh: '本单位条款状态', en: 'How our clauses stand' },
});
