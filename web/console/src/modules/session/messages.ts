import { messages } from '@/shared/i18n/text';

export const m = messages({
  product: { zh: '鼓楼', en: 'Gulou' },
  otherLanguage: { zh: 'English', en: '中文' },
  signIn: { zh: '登录', en: 'Sign in' },
  welcome: { zh: '登录工作台', en: 'Sign in to the console' },
  name: { zh: '账号', en: 'Account' },
  nameWanted: { zh: '请输入账号', en: 'Enter your account' },
  password: { zh: '密码', en: 'Password' },
  passwordWanted: { zh: '请输入密码', en: 'Enter your password' },
  forgotten: { zh: '忘记密码，请上级单位的管理员重置。', en: 'Forgotten? The unit above can reset your password.' },
  motto: { zh: '聚众议事，击鼓而告', en: 'Where a village meets, deliberates and announces' },
  place: { zh: '黔东南州基层治理与社区服务', en: 'Grassroots self-government and community service in Qiandongnan' },
  publicPages: { zh: '看公开页面，不用登录', en: 'Public pages need no sign-in' },
  demoTitle: { zh: '示例：点一个岗位直接进入', en: 'Demo: choose a post to enter at once' },
  demoHelp: {
    zh: '只在本机的示例数据里出现；账号和姓名都是编的。',
    en: 'Only on this machine’s demo data; accounts and names are made up.',
  },
  passwordTitle: { zh: '修改密码', en: 'Change password' },
  current: { zh: '当前密码', en: 'Current password' },
  next: { zh: '新密码', en: 'New password' },
  again: { zh: '再输一遍新密码', en: 'New password again' },
  different: { zh: '两遍输入的新密码不一样', en: 'The two new passwords differ' },
  passwordRule: { zh: '至少 10 个字符；长比复杂有用。', en: 'At least 10 characters; length helps more than symbols.' },
  change: { zh: '修改', en: 'Change' },
  changed: { zh: '密码已修改，别处的登录都已退出', en: 'Password changed; sessions elsewhere have ended' },
});
