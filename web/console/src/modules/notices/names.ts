import type { Message } from '@/shared/i18n/text';
import type { Language, NoticeKind } from './api';
import { m } from './messages';

export const kindNames: Record<NoticeKind, Message> = {
  affairs: m.affairs, finance: m.finance, meeting: m.meeting, service: m.service, safety: m.safety, other: m.other,
};

export const languageNames: Record<Language, Message> = {
  zh: m.zh, hea: m.hea, hmq: m.hmq, hms: m.hms, doc: m.doc, kmc: m.kmc,
};
