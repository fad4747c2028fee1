import { messages } from '../i18n/text';

export const m = messages({
  product: { zh: '鼓楼', en: 'Gulou' },
  retry: { zh: '再试一次', en: 'Try again' },
  request: { zh: '编号 {id}', en: 'Number {id}' },
  loading: { zh: '正在读取', en: 'Loading' },
  path: { zh: '所在位置', en: 'Where you are' },
  faults: { zh: '有 {n} 处需要修改', en: '{n} {n:thing needs|things need} to be changed' },
  draftKept: { zh: '草稿已保存在这台电脑，提交后清除', en: 'Draft kept on this computer until you submit' },
  draftBack: { zh: '已恢复 {at} 的草稿', en: 'Restored your draft of {at}' },
  draftDrop: { zh: '放弃草稿', en: 'Discard the draft' },
  leaveTitle: { zh: '还没有提交，要离开吗？', en: 'Not submitted yet. Leave this page?' },
  leaveDraft: { zh: '填写的内容存为草稿，回到这里可以接着填。', en: 'What you typed stays as a draft; come back to go on.' },
  leaveLost: { zh: '填写的内容不会保留。', en: 'What you typed will not be kept.' },
  leave: { zh: '离开', en: 'Leave' },
  stay: { zh: '留下', en: 'Stay' },
});
