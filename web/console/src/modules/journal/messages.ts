import { messages } from '@/shared/i18n/text';

export const m = messages({
  title: { zh: '日志', en: 'Journal' },
});
