import { messages } from '@/shared/i18n/text';

export const m = messages({
  title: { zh: '账号与授权', en: 'Accounts and grants' },
  bureau: { zh: '民政局', en: 'Civil Affairs Bureau' },
  prefectureBureau: { zh: '州局', en: 'Prefecture bureau' },
  countyBureau: { zh: '县局', en: 'County bureau' },
  township: { zh: '乡镇(街道)', en: 'Township' },
  villageCommittee: { zh: '村(居)委会', en: 'Village committee' },
  supervisionCommittee: { zh: '监督委员会', en: 'Supervision committee' },
  electionCommittee: { zh: '选举委员会', en: 'Election committee' },
  resident: { zh: '居民', en: 'Resident' },
  socialOrganisation: { zh: '社会组织', en: 'Social organisation' },
  socialWorker: { zh: '社工', en: 'Social worker' },
  station: { zh: '服务站点', en: 'Service station' },
  volunteer: { zh: '志愿者', en: 'Volunteer' },
  systemAdmin: { zh: '系统管理员', en: 'System administrator' },
  securityAdmin: { zh: '安全管理员', en: 'Security administrator' },
  auditAdmin: { zh: '审计管理员', en: 'Audit administrator' },
});
