import { messages } from '@/shared/i18n/text';

export const m = messages({
  title: { zh: '居民登记条', en: 'Slips for residents' },
  note: { zh: '印给名册里的人，凭它加入，看自己被登记的信息', en: 'Printed for people of the register, who join with it and see what is kept of them' },
  find: { zh: '按姓名查找', en: 'Find by name' },
  name: { zh: '姓名', en: 'Name' },
  group: { zh: '组（寨）', en: 'Group or hamlet' },
  household: { zh: '户号', en: 'Household' },
  none: { zh: '名册里还没有人', en: 'Nobody is in the register yet' },
  noneFound: { zh: '本页没有叫这个名字的人', en: 'Nobody of that name on this page' },
  noneAdvice: { zh: '先在居民名册里登记，或导入花名册。', en: 'Enter people in the register first, or import a roll.' },
  next: { zh: '后面的人', en: 'Next people' },
  first: { zh: '从头看', en: 'From the start' },
  make: { zh: '生成 {n} 张登记条', en: 'Make {n} {n:slip|slips}' },
  makeNone: { zh: '先勾选要印的人', en: 'Choose people first' },
  rule: {
    zh: '登记码只在这里显示一次。再印一张，前一张就作废；30 天内没有用也作废。',
    en: 'A code is shown here only once. Another slip makes the one before void; so do 30 days.',
  },
  print: { zh: '打印', en: 'Print' },
  back: { zh: '印好了，返回', en: 'Printed, go back' },
  leave: {
    zh: '请先打印，再离开：离开以后，这些登记码再也看不到。',
    en: 'Print before you leave: these codes are never shown again.',
  },
  slipTitle: { zh: '{village}居民登记条', en: 'Slip for a resident of {village}' },
  code: { zh: '登记码', en: 'Code' },
  until: { zh: '有效期至 {date}，只能用一次', en: 'Good to the end of {date}, once' },
  how: {
    zh: '用手机扫码，或打开 {site}/join，输入登记码和本人出生日期，即可看到村里登记了您的哪些信息、谁看过。',
    en: 'Scan with a telephone, or open {site}/join; give the code and your date of birth to see what is kept of you, and who has looked.',
  },
  keep: { zh: '请妥善保管，不要转给他人。', en: 'Keep it safe, and give it to nobody.' },
});
