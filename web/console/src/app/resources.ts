// The one list of what the console consists of. Menu, breadcrumbs, routes and quick search are made from it.
import {
  ApartmentOutlined, DesktopOutlined, FileSearchOutlined, ProfileOutlined, SafetyCertificateOutlined,
} from '@ant-design/icons';
import type { ComponentType } from 'react';
import { m as accounts } from '@/modules/accounts/messages';
import { m as desk } from '@/modules/desk/messages';
import { m as journal } from '@/modules/journal/messages';
import { m as plan } from '@/modules/plan/messages';
import { m as units } from '@/modules/units/messages';
import type { Message } from '@/shared/i18n/text';

export interface Resource {
  name: string;
  path: string;
  title: Message;
  icon: ComponentType;
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
    icon: DesktopOutlined,
    place: 'top',
    permission: null,
    pages: [{ path: '', load: () => import('@/modules/desk/list/DeskPage') }],
  },
  {
    name: 'plan',
    path: 'plan',
    title: plan.title,
    icon: ProfileOutlined,
    place: 'top',
    permission: null,
    pages: [
      { path: '', load: () => import('@/modules/plan/list/PlanEntry') },
      { path: ':year', load: () => import('@/modules/plan/list/ScoreboardPage') },
      { path: ':year/:clause', load: () => import('@/modules/plan/detail/ClausePage') },
    ],
  },
  {
    name: 'units',
    path: 'units',
    title: units.title,
    icon: ApartmentOutlined,
    place: 'foundation',
    permission: null,
    pages: [
      { path: '', load: () => import('@/modules/units/list/UnitsPage') },
      { path: ':code', load: () => import('@/modules/units/list/UnitsPage') },
    ],
  },
  {
    name: 'accounts',
    path: 'accounts',
    title: accounts.title,
    icon: SafetyCertificateOutlined,
    place: 'foundation',
    permission: 'accounts.read',
    pages: [],
  },
  {
    name: 'journal',
    path: 'journal',
    title: journal.title,
    icon: FileSearchOutlined,
    place: 'foundation',
    permission: 'journal.read',
    pages: [],
  },
];
