import { messages } from '../i18n/text';

export const m = messages({
  title: { zh: '附件', en: 'Attachments' },
  none: { zh: '没有附件', en: 'No attachments' },
  add: { zh: '添加附件', en: 'Add files' },
  kinds: {
    zh: 'PDF、图片（JPEG、PNG）、Word、Excel、WPS 导出的 OpenDocument、纯文本，每个不超过 {mb} MB。照片中的拍摄地点等信息会自动去除。',
    en: 'PDF, pictures (JPEG, PNG), Word, Excel, OpenDocument, plain text; {mb} MB each at most. Where a photo was taken is removed from it.',
  },
  tooLarge: { zh: '超过 {mb} MB，没有上传。可以压缩后再试。', en: 'Larger than {mb} MB, not sent. Make it smaller and try again.' },
  sending: { zh: '正在上传', en: 'Sending' },
  failed: { zh: '没有上传', en: 'Not sent' },
  retry: { zh: '再试一次', en: 'Try again' },
  dismiss: { zh: '不传了', en: 'Dismiss' },
  remove: { zh: '删除', en: 'Remove' },
  removeNamed: { zh: '删除附件 {name}', en: 'Remove {name}' },
  removeAsk: { zh: '删除这个附件？', en: 'Remove this file?' },
  cancel: { zh: '取消', en: 'Cancel' },
});
