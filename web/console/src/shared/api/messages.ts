import { messages } from '../i18n/text';

export const m = messages({
  offline: { zh: '这台电脑断网了', en: 'This computer is offline' },
  unreachable: { zh: '连不上服务器', en: 'The server cannot be reached' },
  keptAdvice: {
    zh: '已经填写的内容都还在。网络恢复后再试一次。',
    en: 'What you have typed is kept. Try again once the connection is back.',
  },
  signedOut: { zh: '请重新登录', en: 'Please sign in again' },
  signInAdvice: {
    zh: '登录已经到期或在别处退出。填写的内容存为草稿，登录后继续。',
    en: 'Your session has ended. What you have typed is kept as a draft and is there when you are back.',
  },
  refusedSignIn: { zh: '登录名或密码不对', en: 'Wrong login name or password' },
  credentialsAdvice: {
    zh: '请核对大小写和输入法。连续输错几次会暂时锁定。',
    en: 'Check capitals and the keyboard. Several wrong tries lock the account for a while.',
  },
  forbidden: { zh: '当前岗位没有这个权限', en: 'Your post does not allow this' },
  forbiddenAdvice: {
    zh: '如果您有别的岗位，请在页面顶端切换；否则请联系上级单位。',
    en: 'If you hold another post, switch to it at the top; else ask the unit above.',
  },
  notFound: { zh: '没有找到', en: 'Not found' },
  notFoundAdvice: { zh: '它可能已被移走，或者地址不对。', en: 'It may have moved, or the address is wrong.' },
  conflict: { zh: '别人刚刚改过', en: 'Someone has just changed this' },
  conflictAdvice: {
    zh: '请先看最新内容，再决定是否保存。填写的内容都还在。',
    en: 'Look at the latest state first, then decide. What you have typed is kept.',
  },
  tooLarge: { zh: '内容太大', en: 'Too large' },
  tooLargeAdvice: { zh: '请缩短文字或减小附件后再试。', en: 'Shorten the text or reduce the attachments, then try again.' },
  refused: { zh: '按规定不能这样办', en: 'A rule does not allow this' },
  refusedAdvice: { zh: '请看说明，按要求修改后再提交。', en: 'See what the rule asks for, change it, then submit again.' },
  tooMany: { zh: '操作太频繁', en: 'Too many requests' },
  waitAdvice: { zh: '请稍等一会儿再试。', en: 'Please wait a moment and try again.' },
  busy: { zh: '服务器正忙', en: 'The server is busy' },
  invalid: { zh: '有些内容需要修改', en: 'Some things need to be changed' },
  invalidAdvice: { zh: '请按说明改好，再提交一次。', en: 'Mend it as it says, then submit again.' },
  internal: { zh: '出错了，是系统的问题', en: 'Something broke, and it is our fault' },
  internalAdvice: {
    zh: '您没有做错什么，填写的内容都还在。过一会儿再试；仍然不行，请把编号告诉管理员。',
    en: 'You did nothing wrong, and what you typed is kept. Try again later; if it persists, tell the administrator the number.',
  },
  reloadAdvice: { zh: '请刷新页面再试。', en: 'Please reload the page and try again.' },
});
