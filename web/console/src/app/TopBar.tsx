// Whose desk this is, the way to anything, how fresh the figures are, and how the console looks.
import { App, Button, Dropdown, Tooltip, type MenuProps } from 'antd';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { deskName, isBureau, roleName } from '@/modules/accounts/roles';
import { useHomeBoard } from '@/modules/plan/useHomeBoard';
import { currentPost, type Post, useOwnSession, useSignOut, useSwitchPost } from '@/modules/session/api';
import { PasswordDialog } from '@/modules/session/form/PasswordForm';
import { explain } from '@/shared/api/problem';
import { useFormat } from '@/shared/i18n/useFormat';
import { type Lighting, useLanguage, useLighting, useText } from '@/shared/state/preferences';
import {
  AccountIcon, BureauIcon, CheckIcon, DownIcon, KeyIcon, LanguageIcon, LightingIcon, MenuIcon, SearchIcon, SignOutIcon,
} from '@/shared/ui/icons';
import { m } from './messages';
import styles from './TopBar.module.css';

export function TopBar({ onMenu, onSearch }: { onMenu: () => void; onSearch: () => void }) {
  const text = useText();
  return (
    <header className={styles.bar}>
      <Button
        className={styles.burger ?? ''}
        type="text"
        icon={<MenuIcon />}
        onClick={onMenu}
        aria-label={text(m.openMenu)}
      />
      <PostSwitch />
      <button type="button" className={styles.search} onClick={onSearch} aria-label={text(m.searchHint)}>
        <SearchIcon />
        <span className={styles.hint}>{text(m.searchHint)}</span>
        <kbd>Ctrl K</kbd>
      </button>
      <div className={styles.right}>
        <AsOf />
        <LanguageSwitch />
        <LightingSwitch />
        <AccountMenu />
      </div>
    </header>
  );
}

function PostSwitch() {
  const text = useText();
  const { message } = App.useApp();
  const navigate = useNavigate();
  const session = useOwnSession();
  const switchPost = useSwitchPost();
  const current = currentPost(session);
  const words = (post: Post) => {
    const desk = text(deskName(post.role, post.unit));
    return isBureau(post.role) ? desk : text(m.postOf, { unit: desk, role: text(roleName(post.role)) });
  };

  const items: MenuProps['items'] = session.posts.map((post) => ({
    key: post.id,
    icon: post.id === current?.id ? <CheckIcon /> : <BureauIcon />,
    label: words(post),
  }));
  const choose: MenuProps['onClick'] = ({ key }) => {
    const post = session.posts.find(({ id }) => id === key);
    if (!post || post.id === current?.id) return;
    switchPost.mutate(post, {
      // What was open belongs to the other post.
      onSuccess: () => void navigate('/desk'),
      onError: (error) => void message.error(text(explain(error).title)),
    });
  };
  const face = (
    <>
      <b>{current ? text(deskName(current.role, current.unit)) : text(m.noPost)}</b>
      {current && !isBureau(current.role) && <span className={styles.role}>{text(roleName(current.role))}</span>}
    </>
  );
  if (session.posts.length < 2) return <div className={styles.post}>{face}</div>;
  return (
    <Dropdown menu={{ items, onClick: choose }} trigger={['click']}>
      <button type="button" className={`${styles.post} ${styles.choice}`} aria-label={text(m.switchPost)}>
        {face}
        <DownIcon className={styles.caret} />
      </button>
    </Dropdown>
  );
}

function AsOf() {
  const text = useText();
  const format = useFormat();
  const board = useHomeBoard().data;
  if (!board) return null;
  return (
    <span className={styles.asOf}>
      {text(m.asOf, { date: format.date(board.as_of) })}
      {board.demo && (
        <Tooltip title={text(m.demoHelp)}>
          <span className={styles.demo} tabIndex={0}>
            {text(m.demo)}
          </span>
        </Tooltip>
      )}
    </span>
  );
}

function LanguageSwitch() {
  const text = useText();
  const [language, setLanguage] = useLanguage();
  const other = language === 'zh' ? 'en' : 'zh';
  return (
    <Button
      type="text"
      className={styles.wide ?? ''}
      icon={<LanguageIcon />}
      onClick={() => setLanguage(other)}
      lang={other === 'zh' ? 'zh-CN' : 'en'}
    >
      {text(m.switchLanguage)}
    </Button>
  );
}

function useLightingItems(): MenuProps {
  const text = useText();
  const [lighting, setLighting] = useLighting();
  const words = { light: m.lightingLight, dark: m.lightingDark, system: m.lightingSystem };
  const items = (['light', 'dark', 'system'] as Lighting[]).map((key) => ({
    key,
    label: text(words[key]),
    icon: key === lighting ? <CheckIcon /> : <span className={styles.noIcon} />,
    onClick: () => setLighting(key),
  }));
  return { items };
}

function LightingSwitch() {
  const text = useText();
  return (
    <Dropdown menu={useLightingItems()} trigger={['click']}>
      <Button type="text" className={styles.wide ?? ''} icon={<LightingIcon />} aria-label={text(m.lighting)} />
    </Dropdown>
  );
}

function AccountMenu() {
  const text = useText();
  const { message } = App.useApp();
  const navigate = useNavigate();
  const session = useOwnSession();
  const [language, setLanguage] = useLanguage();
  const lighting = useLightingItems();
  const signOut = useSignOut();
  const [changing, setChanging] = useState(false);
  const items: MenuProps['items'] = [
    { key: 'name', type: 'group', label: `${session.display_name} · ${session.name}` },
    { key: 'own', icon: <AccountIcon />, label: text(m.ownAccount), onClick: () => void navigate('/account') },
    { key: 'password', icon: <KeyIcon />, label: text(m.changePassword), onClick: () => setChanging(true) },
    {
      key: 'language',
      icon: <LanguageIcon />,
      label: text(m.switchLanguage),
      onClick: () => setLanguage(language === 'zh' ? 'en' : 'zh'),
    },
    { key: 'lighting', icon: <LightingIcon />, label: text(m.lighting), children: lighting.items ?? [] },
    { type: 'divider' },
    {
      key: 'out',
      icon: <SignOutIcon />,
      label: text(m.signOut),
      onClick: () =>
        signOut.mutate(undefined, { onError: (error) => void message.error(text(explain(error).title)) }),
    },
  ];
  return (
    <>
      <Dropdown menu={{ items }} trigger={['click']} placement="bottomRight">
        <Button type="text" icon={<AccountIcon />} aria-label={text(m.account)}>
          <span className={styles.accountName}>{session.display_name}</span>
        </Button>
      </Dropdown>
      <PasswordDialog open={changing} onClose={() => setChanging(false)} />
    </>
  );
}
