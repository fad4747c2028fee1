// The one list of what the console consists of. Menu, breadcrumbs, routes and quick search are made from it.
import type { ComponentType } from 'react';
import { m as accounts } from '@/modules/accounts/messages';
import { m as circulars } from '@/modules/circulars/messages';
import { m as comments } from '@/modules/comments/messages';
import { AccountsCount, CommentsCount, DeskCount, ExportsCount, PressesCount, ReportsCount, RequestsCount } from '@/modules/desk/Counts';
import { m as desk } from '@/modules/desk/messages';
import { m as drafts } from '@/modules/drafts/messages';
import { m as exports } from '@/modules/exports/messages';
import { m as journal } from '@/modules/journal/messages';
import { m as notices } from '@/modules/notices/messages';
import { m as people } from '@/modules/people/messages';
import { m as plan } from '@/modules/plan/messages';
import { m as presses } from '@/modules/presses/messages';
import { m as reports } from '@/modules/reports/messages';
import { m as residents } from '@/modules/residents/messages';
import { m as rules } from '@/modules/rules/messages';
import { m as units } from '@/modules/units/messages';
import type { Message } from '@/shared/i18n/text';
import { CircularIcon, CommentIcon, DeskIcon, DraftIcon, ExportsIcon, GrantsIcon, JournalIcon, LooksIcon, NoticeIcon, PeopleIcon, PlanIcon, PressIcon, ReportIcon, RequestIcon, RulesIcon, SlipIcon, UnitsIcon } from '@/shared/ui/icons';

export interface Resource {
  name: string;
  path: string;
  title: Message;
  icon: ComponentType;
  // How many things wait there.
  count?: ComponentType;
  // The plan's chapters stand between the two.
  place: 'top' | 'foundation';
  // What a post must be allowed to see it; null: every post.
  permission: string | null;
  // Below `path`.
  pages: { path: string; load: () => Promise<{ default: ComponentType }> }[];
}

export const resources: Resource[] = [
  {
    name: 'desk',
    path: 'desk',
    title: desk.title,
    icon: DeskIcon,
    count: DeskCount,
    place: 'top',
    permission: null,
    pages: [{ path: '', load: () => import('@/modules/desk/list/DeskPage') }],
  },
  {
    name: 'plan',
    path: 'plan',
    title: plan.title,
    icon: PlanIcon,
    place: 'top',
    permission: null,
    pages: [
      { path: '', load: () => import('@/modules/plan/list/PlanEntry') },
      { path: ':year', load: () => import('@/modules/plan/list/ScoreboardPage') },
      { path: ':year/:clause', load: () => import('@/modules/plan/detail/ClausePage') },
      { path: ':year/records/:measure', load: () => import('@/modules/plan/detail/RecordsPage') },
    ],
  },
  {
    name: 'reports',
    path: 'reports',
    title: reports.title,
    icon: ReportIcon,
    count: ReportsCount,
    place: 'top',
    permission: 'plan.report.read',
    pages: [
      { path: '', load: () => import('@/modules/reports/list/ReportsPage') },
      { path: 'ask', load: () => import('@/modules/reports/form/AskPage') },
      { path: ':id', load: () => import('@/modules/reports/detail/ReportPage') },
    ],
  },
  {
    name: 'presses',
    path: 'presses',
    title: presses.title,
    icon: PressIcon,
    count: PressesCount,
    place: 'top',
    permission: 'plan.press.read',
    pages: [
      { path: '', load: () => import('@/modules/presses/list/PressesPage') },
      { path: 'new', load: () => import('@/modules/presses/form/PressPage') },
      { path: ':id', load: () => import('@/modules/presses/detail/PressDetailPage') },
    ],
  },
  {
    name: 'circulars',
    path: 'circulars',
    title: circulars.title,
    icon: CircularIcon,
    place: 'top',
    permission: 'plan.circular.read',
    pages: [{ path: '', load: () => import('@/modules/circulars/list/CircularsPage') }],
  },
  {
    name: 'notices',
    path: 'notices',
    title: notices.title,
    icon: NoticeIcon,
    place: 'top',
    permission: 'notices.read',
    pages: [
      { path: '', load: () => import('@/modules/notices/list/NoticesPage') },
      { path: 'new', load: () => import('@/modules/notices/form/NewNoticePage') },
      { path: ':id', load: () => import('@/modules/notices/detail/NoticePage') },
    ],
  },
  {
    name: 'comments',
    path: 'comments',
    title: comments.title,
    icon: CommentIcon,
    count: CommentsCount,
    place: 'top',
    permission: 'plan.comment.moderate',
    pages: [{ path: '', load: () => import('@/modules/comments/list/CommentsPage') }],
  },
  {
    name: 'drafts',
    path: 'drafts',
    title: drafts.title,
    icon: DraftIcon,
    place: 'top',
    permission: 'plan.edit',
    pages: [
      { path: '', load: () => import('@/modules/drafts/list/DraftsPage') },
      { path: ':id', load: () => import('@/modules/drafts/detail/DraftPage') },
      { path: 'versions/:year/:number', load: () => import('@/modules/drafts/detail/VersionPage') },
    ],
  },
  {
    name: 'people',
    path: 'people',
    title: people.title,
    icon: PeopleIcon,
    place: 'foundation',
    permission: 'people.read',
    pages: [
      { path: '', load: () => import('@/modules/people/list/PeoplePage') },
      { path: 'new', load: () => import('@/modules/people/form/NewPersonPage') },
      { path: 'import', load: () => import('@/modules/people/form/ImportPage') },
      { path: 'import/:id', load: () => import('@/modules/people/form/ImportPreviewPage') },
      { path: ':id', load: () => import('@/modules/people/detail/PersonPage') },
      { path: ':id/change', load: () => import('@/modules/people/form/ChangePersonPage') },
    ],
  },
  {
    name: 'looks',
    path: 'looks',
    title: people.looksTitle,
    icon: LooksIcon,
    place: 'foundation',
    permission: 'people.looks',
    pages: [{ path: '', load: () => import('@/modules/people/list/LooksPage') }],
  },
  {
    name: 'export-approvals',
    path: 'export-approvals',
    title: exports.approvals,
    icon: ExportsIcon,
    count: ExportsCount,
    place: 'foundation',
    permission: 'exports.approve',
    pages: [{ path: '', load: () => import('@/modules/exports/list/ApprovalsPage') }],
  },
  {
    name: 'slips',
    path: 'slips',
    title: residents.title,
    icon: SlipIcon,
    place: 'foundation',
    permission: 'residents.invite',
    pages: [{ path: '', load: () => import('@/modules/residents/list/SlipsPage') }],
  },
  {
    name: 'resident-requests',
    path: 'resident-requests',
    title: residents.requests,
    icon: RequestIcon,
    count: RequestsCount,
    place: 'foundation',
    permission: 'residents.requests',
    pages: [{ path: '', load: () => import('@/modules/residents/requests/RequestsPage') }],
  },
  {
    name: 'units',
    path: 'units',
    title: units.title,
    icon: UnitsIcon,
    place: 'foundation',
    permission: null,
    pages: [
      { path: '', load: () => import('@/modules/units/list/UnitsPage') },
      { path: ':code', load: () => import('@/modules/units/list/UnitsPage') },
    ],
  },
  {
    name: 'rules',
    path: 'rules',
    title: rules.title,
    icon: RulesIcon,
    place: 'foundation',
    permission: null,
    pages: [
      { path: '', load: () => import('@/modules/rules/list/RulesPage') },
      { path: ':id', load: () => import('@/modules/rules/detail/RulePage') },
    ],
  },
  {
    name: 'accounts',
    path: 'accounts',
    title: accounts.title,
    icon: GrantsIcon,
    count: AccountsCount,
    place: 'foundation',
    permission: 'accounts.read',
    pages: [
      { path: '', load: () => import('@/modules/accounts/list/AccountsPage') },
      { path: 'new', load: () => import('@/modules/accounts/form/NewAccountPage') },
      { path: ':id', load: () => import('@/modules/accounts/detail/AccountPage') },
    ],
  },
  {
    name: 'journal',
    path: 'journal',
    title: journal.title,
    icon: JournalIcon,
    place: 'foundation',
    permission: 'journal.read',
    pages: [
      { path: '', load: () => import('@/modules/journal/list/JournalPage') },
      { path: ':number', load: () => import('@/modules/journal/detail/EntryPage') },
    ],
  },
];
