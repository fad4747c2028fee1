import { messages } from '@/shared/i18n/text';

export const m = messages({
  title: { zh: '我的桌面', en: 'My desk' },
  morning: { zh: '早上好，{name}', en: 'Good morning, {name}' },
  afternoon: { zh: '下午好，{name}', en: 'Good afternoon, {name}' },
  evening: { zh: '晚上好，{name}', en: 'Good evening, {name}' },
  todo: { zh: '待办', en: 'To do' },
  todoNone: { zh: '尚无待办', en: 'Nothing to do yet' },
  todoAdvice: {
    zh: '报告、督办、确认等到期事项开通后列在这里，并按期限提醒。',
    en: 'Reports, pressed tasks and confirmations will be listed here with their dates once they are in use.',
  },
  news: { zh: '本周变化', en: 'New this week' },
  newsNone: { zh: '近 7 天没有变化', en: 'Nothing changed in the last 7 days' },
  newsLine: { zh: '+{n}，现为 {of}', en: '+{n}, now {of}' },
  toBoard: { zh: '打开工作计划', en: 'Open the work plan' },
  standing: { zh: '本单位条款状态', en: 'How our clauses stand' },
});
