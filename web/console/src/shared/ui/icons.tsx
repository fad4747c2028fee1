// Ant Design's icons without the English names that they would be read out by: words stand beside each, or on its
// button.
import {
  AlertOutlined, ApartmentOutlined, AuditOutlined, BankOutlined, BookOutlined, BulbOutlined, CalendarOutlined, CheckOutlined, CloseOutlined, DesktopOutlined, DownOutlined, EditOutlined, EyeOutlined, FileProtectOutlined,
  FileSearchOutlined, FileTextOutlined, IdcardOutlined, KeyOutlined, LockOutlined, LogoutOutlined, MenuOutlined, MessageOutlined, NotificationOutlined, PlusOutlined, SoundOutlined,
  ProfileOutlined, SafetyCertificateOutlined, SearchOutlined, SolutionOutlined, TeamOutlined, TranslationOutlined, UnlockOutlined, UserOutlined,
} from '@ant-design/icons';
import type { ComponentType } from 'react';

interface IconProps {
  className?: string | undefined;
}

function silent(Icon: ComponentType<{ className?: string; 'aria-hidden'?: boolean; role?: string }>) {
  return ({ className }: IconProps) => <Icon aria-hidden role="presentation" {...(className ? { className } : {})} />;
}

export const AccountIcon = silent(UserOutlined);
export const AddIcon = silent(PlusOutlined);
export const BureauIcon = silent(BankOutlined);
export const CalendarIcon = silent(CalendarOutlined);
export const CheckIcon = silent(CheckOutlined);
export const CircularIcon = silent(NotificationOutlined);
export const CloseIcon = silent(CloseOutlined);
export const DeskIcon = silent(DesktopOutlined);
export const DownIcon = silent(DownOutlined);
export const ExportsIcon = silent(FileProtectOutlined);
export const GrantsIcon = silent(SafetyCertificateOutlined);
export const JournalIcon = silent(FileSearchOutlined);
export const KeyIcon = silent(KeyOutlined);
export const LanguageIcon = silent(TranslationOutlined);
export const LightingIcon = silent(BulbOutlined);
export const LockIcon = silent(LockOutlined);
export const LooksIcon = silent(EyeOutlined);
export const MenuIcon = silent(MenuOutlined);
export const NoticeIcon = silent(SoundOutlined);
export const PageIcon = silent(FileTextOutlined);
export const PeopleIcon = silent(TeamOutlined);
export const PlanIcon = silent(ProfileOutlined);
export const ReportIcon = silent(AuditOutlined);
export const PressIcon = silent(AlertOutlined);
export const CommentIcon = silent(MessageOutlined);
export const DraftIcon = silent(EditOutlined);
export const RulesIcon = silent(BookOutlined);
export const SearchIcon = silent(SearchOutlined);
export const RequestIcon = silent(SolutionOutlined);
export const SlipIcon = silent(IdcardOutlined);
export const SignOutIcon = silent(LogoutOutlined);
export const UnitsIcon = silent(ApartmentOutlined);
export const UnlockIcon = silent(UnlockOutlined);
