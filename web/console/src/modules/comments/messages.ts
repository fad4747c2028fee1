import { messages } from '@/shared/i18n/text';

export const m = messages({
  title: { zh: '评论审核', en: 'Comments' },
  note: { zh: '群众对工作要点的评论，公开前先看一遍', en: 'What people say of the plan, read before it is published' },
  filter: { zh: '状态', en: 'State' },
  all: { zh: '全部', en: 'All' },
  waiting: { zh: '待审核', en: 'Waiting' },
  published: { zh: '已公开', en: 'Published' },
  refused: { zh: '未通过', en: 'Refused' },
  none: { zh: '没有评论', en: 'No comments' },
  noneAdvice: { zh: '有人在公开页面上发表评论后，列在这里。', en: 'Once someone comments on the public page, it is listed here.' },
  more: { zh: '还有更多，审完这些再看。', en: 'There are more; they show once these are done.' },
  anonymous: { zh: '匿名', en: 'Anonymous' },
  wholePlan: { zh: '整个要点', en: 'The whole plan' },
  aboutClause: { zh: '条款 {code}', en: 'Clause {code}' },
  of: { zh: '{name}的评论', en: 'comment of {name}' },
  history: { zh: '审核经过', en: 'What happened' },
});
