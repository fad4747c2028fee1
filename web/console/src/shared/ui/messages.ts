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
  changedMeanwhile: { zh: '您填写期间，别人改过这里。提交前请先看看：', en: 'Someone changed this while you were typing. Look before you submit:' },
  takenOver: { zh: '现已改成“{theirs}”，已照此更新', en: 'is now “{theirs}”; taken over' },
  mineStands: { zh: '现已改成“{theirs}”，您填的是“{mine}”；提交后以您填的为准', en: 'is now “{theirs}”; you typed “{mine}”, which will replace it' },
  takeTheirs: { zh: '改用“{theirs}”', en: 'Use “{theirs}”' },
  emptyValue: { zh: '空', en: 'nothing' },
  leaveTitle: { zh: '还没有提交，要离开吗？', en: 'Not submitted yet. Leave this page?' },
  leaveDraft: { zh: '填写的内容存为草稿，回到这里可以接着填。', en: 'What you typed stays as a draft; come back to go on.' },
  leaveLost: { zh: '填写的内容不会保留。', en: 'What you typed will not be kept.' },
  leave: { zh: '离开', en: 'Leave' },
  stay: { zh: '留下', en: 'Stay' },
});
