// Sections by the short names that people use for them; a heading that is new shows its own first words.
import type { Message } from '@/shared/i18n/text';
import type { Plan } from './api';
import { m } from './messages';

type Section = Plan['plan']['sections'][number];

const known: [word: string, name: Message][] = [
  ['换届选举', m.sectionDemocracy],
  ['社区治理', m.sectionGovernance],
  ['综合服务体系', m.sectionServices],
  ['队伍建设', m.sectionTeams],
];

export function sectionName(section: Section): Message {
  const found = known.find(([word]) => section.heading.includes(word));
  if (found) return found[1];
  const zh = section.heading.replace(/^[((][^))]*[))]/, '').split(/[,,。;;]/)[0] ?? section.heading;
  return { zh, en: section.heading_en.split(',')[0] ?? section.heading_en };
}
